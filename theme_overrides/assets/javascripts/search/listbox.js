/** The field of the dialog and the list below it: questions found as one types, each option a link. */

import { Combobox } from "../combobox.js";
import { make, message } from "../site.js";
import { keep, kept } from "../storage.js";
import { withParameter } from "./address.js";
import { held, item, summary } from "./results.js";

const MOST = 8;
const PAUSE = 80; // milliseconds without a key before it searches
const SLOW = 500; // milliseconds before it says that it is searching
const AGAIN = 2000; // milliseconds before it looks again for an index that was missing
const RECENT = 5; // searches that are offered again

const MISSING = message("search.preparing");
const FAILED = message("search.failed");

export class DialogSearch extends Combobox {
  constructor(dialog) {
    super(...["input", "ul", ".qb-dialog__said"].map((selector) => dialog.querySelector(selector)));
    Object.assign(this, { dialog, none: dialog.querySelector(".qb-dialog__none") });
    this.input.addEventListener("input", () => this.wait(PAUSE));
    this.list.addEventListener("click", (event) => this.follows(event));
    dialog.addEventListener("close", () => clearTimeout(this.timer));
  }

  /** Search after a while, unless asked again before. */
  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), time);
  }

  async search() {
    clearTimeout(this.timer);
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.query && this.said.replaceChildren(message("search.searching")), SLOW);
    const shown = await super.search();
    if (shown) this.refine(this.turn, this.later);
    return shown;
  }

  async find(query) {
    let problem = FAILED;
    try {
      const engine = await import("./engine.js");
      problem = MISSING;
      await engine.prepare();
      problem = FAILED;
      if (!query) return recent(this.input.form.action);
      return await this.listed(await engine.find(query));
    } catch (error) {
      console.warn(error);
      return { said: [problem], failed: true };
    }
  }

  /** Return an answer as the list shows it. */
  async listed(answer) {
    const items = (await answer.more(MOST)).map(item);
    if (answer.total > items.length) items.push(this.rest(answer));
    return { said: summary(answer), items, weak: answer.weak, later: answer.later };
  }

  /** Show the better answer once it is there, below what the reader is about to choose. */
  async refine(turn, later) {
    const answer = await later?.().then((found) => found && this.listed(found)).catch(console.warn);
    if (!answer || turn !== this.turn) return;
    const { active } = this;
    const { scrollTop } = this.list;
    const chosen = this.options[active]?.closest("li");
    this.show(this.shown, { ...answer, items: held([...this.list.children], answer.items, chosen) });
    this.list.scrollTop = scrollTop;
    if (active >= 0) this.activate(active);
  }

  show(query, answer) {
    clearTimeout(this.slow);
    const { items = [], later } = answer;
    this.later = later;
    items.forEach((entry, number) => this.option(entry, number));
    super.show(query, answer);
    this.none.hidden = !query || answer.failed || (items.length > 0 && !answer.weak);
    const propose = this.none.querySelector("[data-propose]");
    propose.href = withParameter(propose.href, "question", query);
    if (answer.said?.[0] === MISSING && this.dialog.open) this.wait(AGAIN);
  }

  /** Note the words by which a question was opened, for a later search and for whoever comes back; or ask again. */
  follows(event) {
    const link = event.target.closest("a");
    if (!link) return;
    const { again, forget } = link.dataset;
    if (forget !== undefined || again !== undefined) {
      event.preventDefault();
      if (forget !== undefined) keep("searches", []);
      this.input.value = again ?? "";
      this.search();
    } else if (this.query) {
      keep("searches", [this.query, ...kept("searches", []).filter((words) => words !== this.query)].slice(0, RECENT));
      history.replaceState({ ...history.state, words: this.query }, "");
    }
  }

  /** Return the option that leads to all results on their page. */
  rest({ query, total }) {
    const href = withParameter(this.input.form.action, "q", query);
    const link = make("a", { class: "qb-result__link", href }, message("search.all", { count: total }));
    return make("li", { class: "qb-result qb-result--all" }, link);
  }

  /** Make an option of an item: its link is what is chosen, and the lines below the link describe it. */
  option(entry, number) {
    const [link, ...rest] = entry.children;
    entry.setAttribute("role", "presentation");
    rest.forEach((part, i) => (part.id = `${this.list.id}-${number}-${i}`));
    link.role = "option";
    link.tabIndex = -1;
    if (rest.length) link.setAttribute("aria-describedby", rest.map((part) => part.id).join(" "));
    return entry;
  }
}

/** Return the searches by which questions were opened lately, as options that ask again. */
function recent(address) {
  const searches = kept("searches", []);
  if (!searches.length) return {};
  const option = (words, attributes) => {
    const link = make("a", { class: "qb-result__link", dir: "auto", href: withParameter(address, "q", words), ...attributes }, words);
    return make("li", { class: "qb-result" }, link);
  };
  const items = searches.map((words) => option(words, { "data-again": words }));
  const forget = make("a", { class: "qb-result__link", href: address, "data-forget": "" }, message("search.forget"));
  items.push(make("li", { class: "qb-result qb-result--all" }, forget));
  return { said: [message("search.recent")], items };
}
