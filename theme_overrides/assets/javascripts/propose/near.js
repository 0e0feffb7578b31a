/** What is already here: the questions nearest to the one that is typed, by the ranking of the search. */

import { make, message, pageOf } from "../site.js";

const MOST = 5;
const PAUSE = 200; // milliseconds without a key before it searches
const LONGEST = 400; // characters that are searched for

export class Near {
  turn = 0;

  /** @param {Element} box has a heading, a line for words, and a list */
  constructor(box) {
    this.box = box;
    this.said = box.querySelector("[role=status]");
    this.list = box.querySelector("ul");
  }

  /** Search for a question after a while, unless asked again before. */
  ask(question) {
    clearTimeout(this.timer);
    if (question === this.asked) return;
    this.timer = setTimeout(() => this.search(question), this.asked === undefined ? 0 : PAUSE);
  }

  async search(question) {
    const mine = ++this.turn;
    this.asked = question;
    if (!question) {
      this.box.hidden = true;
      return;
    }
    try {
      const engine = await import("../search/engine.js");
      const answer = await engine.find(question.slice(0, LONGEST));
      await this.show(mine, answer);
      const better = await answer.later?.();
      if (better) await this.show(mine, better);
    } catch (error) {
      console.warn(error);
      if (mine === this.turn) this.fill(message("propose.failed"), []);
    }
  }

  async show(mine, answer) {
    const found = await answer.more(MOST);
    if (mine !== this.turn) return;
    const said = answer.weak ? message("propose.far") : message("propose.here", { count: found.length });
    this.fill(found.length ? said : "", found.map(item));
  }

  fill(said, items) {
    this.box.hidden = !said;
    this.said.textContent = said;
    this.list.replaceChildren(...items);
  }
}

/** Return a question that is here, with the link for somebody who meant it. */
function item({ id, title, topic, passage }) {
  const page = pageOf(id);
  const words = make("span", { class: "qb-near__passage", dir: "auto" });
  for (const { text, marked } of passage) words.append(marked ? make("mark", {}, text) : text);
  const mine = { class: "qb-near__mine", href: `${page.href}#improve`, "aria-label": message("propose.mine_for", { title }) };
  return make(
    "li",
    {},
    make("a", { class: "qb-near__title", href: page.href, dir: "auto" }, title),
    make("a", mine, message("propose.mine")),
    make("small", {}, make("bdi", {}, topic), " · ", words),
  );
}
