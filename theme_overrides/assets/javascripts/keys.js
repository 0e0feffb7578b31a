/** The keys of one character that do something on this page, and the dialog that lists them. */

import { make, message } from "./site.js";
import { keep, kept } from "./storage.js";

const FIELD = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const GROUPS = {
  everywhere: { search: "/ s f", random: "r", show: "?" },
  on_question: { answers: "a", previous: "p", next: "n" },
  in_search: { choose: "↑ ↓", ends: "Home End", open: "Enter", open_tab: "Ctrl Enter", close: "Esc" },
  on_map: { move: "← → ↑ ↓", select: "Enter", deselect: "Esc", zoom: "+ −", whole: "0 Home" },
};
const ONLY_WITH = { on_question: "[data-question]", on_map: ".qb-map" };

const actions = { "?": openKeys };
let dialog;
let on = kept("keys", true);

/** Let each of these keys do something, unless the reader is typing or has turned the keys off. */
export function bind(keys) {
  Object.assign(actions, keys);
}

/** Whether the keys are on: they get in the way of people who speak to their computer. */
export function keysAreOn() {
  return on;
}

/** Open the list of keys. */
export function openKeys() {
  dialog ??= drawn();
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, altKey, metaKey, isComposing, target } = event;
  if (!Object.hasOwn(actions, key) || ctrlKey || altKey || metaKey || isComposing || event.defaultPrevented) return;
  // A field that was just closed with its dialog may still be where the focus is.
  if (!on || document.querySelector("dialog[open]") || target.closest?.(FIELD)?.checkVisibility()) return;
  event.preventDefault();
  actions[key]();
});

function drawn() {
  const groups = Object.entries(GROUPS).filter(([group]) => document.querySelector(ONLY_WITH[group] ?? "body"));
  const title = make("h2", { id: "qb-keys-title" }, message("shortcuts.title"));
  const lists = make("div", { class: "qb-keys__lists", tabindex: 0, role: "group", "aria-labelledby": title.id });
  for (const [group, rows] of groups) {
    const list = Object.entries(rows).map(([name, keys]) => row(keys, message(`shortcuts.${name}`)));
    lists.append(make("h3", {}, message(`shortcuts.${group}`)), make("dl", {}, ...list));
  }
  const box = make("input", { type: "checkbox", autocomplete: "off" });
  box.checked = on;
  box.addEventListener("change", () => {
    keep("keys", (on = box.checked));
    document.dispatchEvent(new Event("qb-keys"));
  });
  lists.querySelector("dl").after(make("label", {}, box, ` ${message("shortcuts.on")}`));
  return asDialog({ id: "qb-keys", class: "qb-dialog qb-keys", "aria-labelledby": title.id }, [title], lists);
}

function row(keys, words) {
  const caps = keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "]);
  return make("div", {}, make("dt", {}, ...caps), make("dd", {}, words));
}

/** Add a dialog to the page: a bar that ends with a button to close it, and what is below. */
export function asDialog(attributes, bar, ...below) {
  const close = make("button", { type: "button", "data-close": "", "aria-label": message("search.close") }, "✕");
  const element = make("dialog", { closedby: "any", ...attributes });
  const kind = bar[0].localName === "form" ? bar[0] : make("div", {}, ...bar);
  kind.classList.add("qb-dialog__bar");
  kind.append(close);
  element.append(kind, ...below);
  close.addEventListener("click", () => element.close());
  document.body.append(element);
  return element;
}
