/** The search dialog: its link and its keys. What searches is loaded once somebody is about to. */

const FIELD = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const SETTING = "qbank.keys";

const link = document.querySelector(".qb-open");
const [search, keys] = ["qb-search", "qb-keys"].map((id) => document.getElementById(id));
const input = search.querySelector("input");
const setting = keys.querySelector("input");

let searching;
/** Load what searches, but not yet the index. */
function load() {
  searching ??= import("./listbox.js").then(({ DialogSearch }) => new DialogSearch(search));
  searching.catch(() => (searching = null)); // so that it is tried again
  return searching;
}

/** Open the dialog, or go to the field of the search page if this is it. */
function openSearch() {
  const here = new URL(link.href).pathname === location.pathname && document.querySelector("main [name=q]");
  if (here) return here.select();
  if (!search.open) {
    const { scrollX: left, scrollY: top } = window;
    search.showModal();
    search.addEventListener("close", () => scrollTo({ left, top, behavior: "instant" }), { once: true });
  }
  input.select();
  load().then((combobox) => combobox.search(), console.warn);
}

function openKeys() {
  if (!keys.open) keys.showModal();
}

const actions = { "/": openSearch, s: openSearch, f: openSearch, "?": openKeys };

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, altKey, metaKey, isComposing, target } = event;
  if (!Object.hasOwn(actions, key) || ctrlKey || altKey || metaKey || isComposing || event.defaultPrevented) return;
  // A field that was just closed with its dialog may still be where the focus is.
  if (!setting.checked || keys.open || target.closest?.(FIELD)?.checkVisibility()) return;
  event.preventDefault();
  actions[key]();
});

link.setAttribute("aria-haspopup", "dialog");
link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab or window: that is for the page
  event.preventDefault();
  openSearch();
});
for (const intent of ["pointerenter", "touchstart", "focus"]) {
  link.addEventListener(intent, () => load().catch(() => {}), { once: true, passive: true });
}

input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  load().then((combobox) => combobox.enter(event), () => input.form.submit()); // the search page does without this
});
search.querySelector("[data-keys]").addEventListener("click", openKeys);
for (const dialog of [search, keys]) {
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}

/** Apply whether keys of one character do anything, which gets in the way of people who speak to their computer. */
function remember() {
  link.classList.toggle("qb-open--quiet", !setting.checked);
  if (setting.checked) link.setAttribute("aria-keyshortcuts", "/");
  else link.removeAttribute("aria-keyshortcuts");
}
try {
  setting.checked = localStorage.getItem(SETTING) !== "off";
  setting.addEventListener("change", () => localStorage.setItem(SETTING, setting.checked ? "on" : "off"));
} catch {
  // Where nothing may be stored the choice holds for this page.
}
setting.addEventListener("change", remember);
remember();
