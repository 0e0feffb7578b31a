/** A field that finds a question by words of its title: the ARIA pattern of a combobox with a list. */

import { make } from "../dom.js";

/** Brings a box to life that has an input, a list and a line for what is said. */
export function combobox(box, state, choose) {
  const { names, bank } = state;
  const [input, list, said] = ["input", "ul", "p"].map((name) => box.querySelector(name));
  let found = [];
  let active = -1;

  function open(opened) {
    list.hidden = !opened;
    input.setAttribute("aria-expanded", opened);
    input.removeAttribute("aria-activedescendant");
  }
  function show() {
    found = names.search(input.value, bank.rank);
    active = -1;
    list.replaceChildren(...found.map(option));
    said.textContent = names.complete && input.value.trim() ? `${found.length || "No question"} found` : "";
    open(found.length > 0);
  }
  function option(at, i) {
    const title = make("bdi", {}, names.titles[at]);
    const where = make("span", { class: "qb-where" }, state.about(at));
    const item = make("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": false }, title, " ", where);
    item.onpointerdown = (event) => event.preventDefault(); // the field keeps its focus, and the list
    item.onclick = () => take(at);
    return item;
  }
  function go(by) {
    list.children[active]?.setAttribute("aria-selected", false);
    active = (Math.max(active, by < 0 ? 0 : -1) + by + found.length) % found.length;
    const item = list.children[active];
    item.setAttribute("aria-selected", true);
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }
  function empty() {
    input.value = "";
    show();
  }
  function take(at) {
    empty();
    choose(at);
  }

  const failed = () => (said.textContent = "The titles could not be loaded.");
  input.onfocus = () => names.load().then(show, failed);
  input.oninput = show;
  input.onblur = () => open(false);
  input.onkeydown = (event) => {
    const keys = {
      ArrowDown: () => go(1),
      ArrowUp: () => go(-1),
      Enter: () => take(found[Math.max(active, 0)]),
      Escape: empty,
    };
    if (list.hidden || event.isComposing || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  };
}
