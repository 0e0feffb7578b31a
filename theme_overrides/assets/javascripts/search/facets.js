/** The facets of the search page: boxes to tick, each with how many questions it would leave. */

import { boxesOf } from "../address.js";
import { make, message, pieces } from "../site.js";

/** Put its number beside each box; a box that would leave nothing can only be unticked. */
export function count(form, facets) {
  for (const box of boxesOf(form)) {
    const counts = new Map(Object.entries(facets[box.name] ?? {}));
    const left = counts.get(box.value) ?? 0;
    box.parentElement.querySelector(".qb-where").textContent = left;
    box.disabled = !left && !box.checked && box !== document.activeElement; // which would lose the place of a keyboard
  }
}

/** List what is ticked as buttons that untick it, and one that unticks all; once none is left, `home` has the focus. */
export function chips(form, list, home, changed) {
  const chosen = boxesOf(form).filter(({ checked }) => checked);
  const untick = (boxes, next) => {
    for (const box of boxes) box.checked = false;
    changed();
    (list.hidden ? home : list.querySelectorAll("button")[next]).focus();
  };
  const buttons = chosen.map((box, at) => {
    const label = box.nextElementSibling.textContent;
    const words = pieces("search.remove", { label }).map((part) => (part === label ? part : make("span", { class: "qb-unseen" }, part)));
    const button = chip(...words, make("span", { "aria-hidden": "true" }, " ×"));
    button.onclick = () => untick([box], Math.min(at, chosen.length - 2));
    return button;
  });
  const all = chip(message("search.remove_all"));
  all.onclick = () => untick(chosen);
  list.replaceChildren(...[...buttons, all].map((button) => make("li", {}, button)));
  list.hidden = !chosen.length;
}

function chip(...content) {
  return make("button", { type: "button" }, ...content);
}
