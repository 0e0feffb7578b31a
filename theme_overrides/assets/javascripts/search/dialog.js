/** The search dialog: its link and its keys. What searches is loaded once somebody is about to. */

import { asDialog, bind, keysAreOn, openKeys } from "../keys.js";
import { make, message, pieces, ROOT } from "../site.js";

const link = document.querySelector(".qb-open");

let dialog;
let searching;
/** Load what searches, but not yet the index. */
function load() {
  dialog ??= drawn();
  searching ??= import("./listbox.js").then(({ DialogSearch }) => new DialogSearch(dialog));
  searching.catch(() => (searching = null)); // so that it is tried again
  return searching;
}

/** Open the dialog, or go to the field of the search page if this is it. */
function openSearch() {
  const here = new URL(link.href).pathname === location.pathname && document.querySelector("main [name=q]");
  if (here) return here.select();
  const loaded = load();
  if (!dialog.open) {
    const { scrollX: left, scrollY: top } = window;
    dialog.showModal();
    dialog.addEventListener("close", () => scrollTo({ left, top, behavior: "instant" }), { once: true });
  }
  dialog.querySelector("input").select();
  loaded.then((combobox) => combobox.search(), console.warn);
}

bind({ "/": openSearch, s: openSearch, f: openSearch });

link.setAttribute("aria-haspopup", "dialog");
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".qb-open, [data-search]")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab or window: that is for the page
  event.preventDefault();
  openSearch();
});
document.querySelector("[data-search]")?.setAttribute("aria-haspopup", "dialog");
comeBack();
for (const intent of ["pointerenter", "touchstart", "focus"]) {
  link.addEventListener(intent, () => load().catch(() => {}), { once: true, passive: true });
}

/** Open the dialog with the words of the search that somebody comes back from. */
function comeBack() {
  const { words } = history.state ?? {};
  if (!words || performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  load();
  dialog.querySelector("input").value = words;
  openSearch();
  const forget = () => history.replaceState({ ...history.state, words: undefined }, "");
  dialog.addEventListener("close", forget, { once: true });
}

/** Add the dialog to the page. Its form leads to the search page, which does without this script. */
function drawn() {
  const say = (name) => message(`search.${name}`);
  const input = make("input", {
    id: "qb-words",
    name: "q",
    type: "text",
    role: "combobox",
    "aria-label": say("field"),
    "aria-expanded": false,
    "aria-controls": "qb-found",
    "aria-autocomplete": "list",
    placeholder: say("field"),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
    enterkeyhint: "go",
    maxlength: 200,
    autofocus: "",
  });
  const icon = link.querySelector(".md-icon").cloneNode(true);
  const form = make("form", { role: "search", action: link.href }, icon, input);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    load().then((combobox) => combobox.enter(event), () => form.submit());
  });
  const none = [
    way("topics/", say("all_topics")),
    way("tags/", say("all_tags")),
    way("propose/", say("propose_this"), { "data-propose": "" }),
  ];
  const items = none.map((one) => make("li", {}, one));
  const keys = make("button", { type: "button", "data-keys": "" }, message("shortcuts.all"));
  keys.addEventListener("click", openKeys);
  const caps = Object.entries({ up: "↑", down: "↓", enter: "Enter", escape: "Esc" });
  const hints = pieces("search.hints", Object.fromEntries(caps.map(([name, key]) => [name, make("kbd", {}, key)])));
  return asDialog(
    { id: "qb-search", class: "qb-dialog", "aria-label": say("title") },
    [form],
    make("p", { class: "qb-dialog__said", role: "status" }),
    make("ul", { class: "qb-results", id: "qb-found", role: "listbox", "aria-label": say("found_list"), hidden: "" }),
    make("div", { class: "qb-dialog__none", hidden: "" }, make("ul", {}, ...items)),
    make(
      "p",
      { class: "qb-dialog__foot" },
      make("span", { class: "qb-dialog__hints" }, ...hints),
      way(link.href, say("all_questions")),
      keys,
    ),
  );
}

function way(address, words, attributes = {}) {
  return make("a", { href: new URL(address, ROOT), ...attributes }, words);
}

/** Show the key on the link while it does something. */
function showKey() {
  link.classList.toggle("qb-open--quiet", !keysAreOn());
  if (keysAreOn()) link.setAttribute("aria-keyshortcuts", "/");
  else link.removeAttribute("aria-keyshortcuts");
}
document.addEventListener("qb-keys", showKey);
showKey();
