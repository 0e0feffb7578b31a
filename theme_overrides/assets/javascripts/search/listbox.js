/** The field of the dialog and the list below it: questions found as one types, each option a link. */

import { Combobox } from "../combobox.js";
import { make, message } from "../site.js";
import { withParameter } from "./address.js";
import { item, summary } from "./results.js";

const MOST = 8;
const PAUSE = 80; // milliseconds without a key before it searches
const SLOW = 500; // milliseconds before it says that it is searching
const AGAIN = 2000; // milliseconds before it looks again for an index that was missing

const MISSING = message("search.preparing");
const FAILED = message("search.failed");

export class DialogSearch extends Combobox {
  constructor(dialog) {
    super(...["input", "ul", ".qb-dialog__said"].map((selector) => dialog.querySelector(selector)));
    Object.assign(this, { dialog, none: dialog.querySelector(".qb-dialog__none") });
    this.input.addEventListener("input", () => this.wait(PAUSE));
    dialog.addEventListener("close", () => clearTimeout(this.timer));
  }

  /** Search after a while, unless asked again before. */
  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), time);
  }

  search() {
    clearTimeout(this.timer);
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.query && this.said.replaceChildren(message("search.searching")), SLOW);
    return super.search();
  }

  async find(query) {
    let problem = FAILED;
    try {
      const engine = await import("./engine.js");
      problem = MISSING;
      await engine.prepare();
      problem = FAILED;
      if (!query) return {};
      const answer = await engine.find(query);
      const items = (await answer.more(MOST)).map((found, i) => this.option(item(found), i));
      if (answer.total > items.length) items.push(this.rest(answer));
      return { said: summary(answer), items };
    } catch (error) {
      console.warn(error);
      return { said: [problem], failed: true };
    }
  }

  show(query, answer) {
    clearTimeout(this.slow);
    super.show(query, answer);
    this.none.hidden = !query || answer.failed || answer.items?.length > 0;
    const propose = this.none.querySelector("[data-propose]");
    if (propose) propose.href = withParameter(propose.href, "title", query);
    if (answer.said?.[0] === MISSING && this.dialog.open) this.wait(AGAIN);
  }

  /** Return the option that leads to all results on their page. */
  rest({ query, total }) {
    const href = withParameter(this.input.form.action, "q", query);
    const link = make("a", { class: "qb-result__link", href }, message("search.all", { count: total }));
    return this.option(make("li", { class: "qb-result qb-result--all" }, link), MOST);
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
