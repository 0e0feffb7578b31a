/** The field of the dialog and the list below it: the ARIA pattern of a combobox with a listbox, each option a link. */

import { make } from "../dom.js";
import { item, summary } from "./results.js";

const MOST = 8;
const PAUSE = 80; // milliseconds without a key before it searches
const SLOW = 500; // milliseconds after which it says that it does
const AGAIN = 2000; // milliseconds after which it looks again for an index that was missing

const MISSING = "The search index is still being made; try again in a moment.";
const FAILED = "The search could not be loaded. Load this page again to try once more.";

export class Combobox {
  constructor(dialog) {
    this.dialog = dialog;
    [this.form, this.input, this.list] = ["form", "input", "ul"].map((name) => dialog.querySelector(name));
    [this.said, this.none] = ["said", "none"].map((name) => dialog.querySelector(`.qb-dialog__${name}`));
    this.turn = 0;
    this.shown = "";
    this.active = -1;
    this.listen();
  }

  get query() {
    return this.input.value.trim();
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  listen() {
    const { dialog, input, list } = this;
    input.addEventListener("input", () => this.wait(PAUSE));
    input.addEventListener("keydown", (event) => this.follow(event));
    list.addEventListener("mousedown", (event) => event.button || event.preventDefault()); // the field keeps its focus
    dialog.addEventListener("close", () => clearTimeout(this.timer));
  }

  /** Searches after a while, unless it is asked again before. */
  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), time);
  }

  /** Searches for what the field holds; gives whether that is what is shown now, and not overtaken by another search. */
  async search() {
    clearTimeout(this.timer);
    const { query } = this;
    const turn = ++this.turn;
    const slow = setTimeout(() => turn === this.turn && query && this.say("Searching…"), SLOW);
    const show = await this.ask(query);
    clearTimeout(slow);
    if (turn !== this.turn) return false;
    show();
    return true;
  }

  /** Asks for a query; gives what shows the answer, or that there is none. */
  async ask(query) {
    let problem = FAILED;
    try {
      const engine = await import("./engine.js");
      problem = MISSING;
      await engine.prepare();
      problem = FAILED;
      if (!query) return () => this.show("", [], []);
      const answer = await engine.find(query);
      const options = (await answer.more(MOST)).map((found, i) => option(item(found), i));
      if (answer.total > options.length) options.push(this.rest(answer));
      return () => this.show(query, summary(answer), options);
    } catch (error) {
      console.warn(error);
      return () => {
        this.show("", [problem], []);
        if (problem === MISSING && this.dialog.open) this.wait(AGAIN);
      };
    }
  }

  show(query, said, options) {
    this.shown = query;
    this.say(...said);
    this.list.replaceChildren(...options);
    this.list.scrollTop = 0;
    this.list.hidden = !options.length;
    this.none.hidden = !query || options.length > 0;
    this.propose(query);
    this.input.setAttribute("aria-expanded", options.length > 0);
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  /** Has the form to propose a question, where there is one, begin with what was not found. */
  propose(query) {
    const link = this.none.querySelector("[data-propose]");
    if (!link) return;
    const address = new URL(link.href);
    address.searchParams.set("title", query);
    link.href = address.href;
  }

  say(...words) {
    this.said.replaceChildren(...words);
  }

  /** The option that leads to all results on their page. */
  rest({ query, total }) {
    const address = new URL(this.form.action);
    address.searchParams.set("q", query);
    const link = make("a", { class: "qb-result__link", href: address.href }, `All ${total} results`);
    return option(make("li", { class: "qb-result qb-result--all" }, link), MOST);
  }

  /** Follows the keys that choose; the caret has Home and End until something is chosen. */
  follow(event) {
    const last = this.options.length - 1;
    const keys = {
      ArrowDown: () => this.choose(this.active < last ? this.active + 1 : 0),
      ArrowUp: () => this.choose(this.active > 0 ? this.active - 1 : last),
      Home: this.active >= 0 && (() => this.choose(0)),
      End: this.active >= 0 && (() => this.choose(last)),
    };
    if (event.isComposing || !Object.hasOwn(keys, event.key) || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  /** Chooses one of the options, as far as there is one. */
  choose(at) {
    const { options } = this;
    const chosen = options[at];
    if (!chosen) return;
    options[this.active]?.setAttribute("aria-selected", false);
    this.active = at;
    chosen.setAttribute("aria-selected", true);
    chosen.parentElement.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }

  /** Opens what is chosen, or the first; where the list is of an earlier query, once it is of this one. */
  async enter({ ctrlKey, metaKey, shiftKey }) {
    if (this.query !== this.shown && !(await this.search())) return;
    const { options } = this;
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey });
    (options[this.active] ?? options[0])?.dispatchEvent(click);
  }
}

/** Makes an option of an item: its link is what is chosen, and what stands below the link describes it. */
function option(entry, number) {
  const [link, ...rest] = entry.children;
  const id = `qb-found-${number}`;
  entry.setAttribute("role", "presentation");
  rest.forEach((part, i) => (part.id = `${id}-${i}`));
  const described = rest.map((part) => part.id).join(" ");
  for (const [key, value] of Object.entries({ role: "option", id, tabindex: -1, "aria-selected": false })) {
    link.setAttribute(key, value);
  }
  if (described) link.setAttribute("aria-describedby", described);
  return entry;
}
