/** The ids and titles of questions, the most central at once, all when they are needed; and the fields that search them. */

import { Combobox } from "../combobox.js";
import { fetchJson, make, message, once, plain } from "../site.js";

const MOST = 8;
const load = once(fetchJson);

export class Names {
  /** Begin with those that are listed; all `size` are at the address. */
  constructor({ at, ids, titles }, size, address) {
    Object.assign(this, { address, ids: [], titles: [], complete: at.length === size });
    at.forEach((question, i) => {
      this.ids[question] = ids[i];
      this.titles[question] = titles[i];
    });
  }

  async load() {
    if (this.complete) return;
    const { ids, titles } = await load(this.address);
    Object.assign(this, { ids, titles, complete: true });
  }

  search(text, rank) {
    return matching((this.plain ??= this.titles.map(plain)), text, rank);
  }
}

/** Return the numbers of the titles, which are plain, that contain every word of a text, the best first. */
export function matching(titles, text, rank) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  // Best at the beginning of the title, then of a word; among equals the more central question.
  const worth = (title, place) => (place ? +(title[place - 1] === " ") : 2);
  const score = (title, at) => words.reduce((sum, word) => sum + worth(title, title.indexOf(word)), rank[at] / 100);
  const found = [...titles.keys()].filter((at) => words.length && words.every((word) => titles[at].includes(word)));
  const scores = new Map(found.map((at) => [at, score(titles[at], at)]));
  return found.sort((a, b) => scores.get(b) - scores.get(a)).slice(0, MOST);
}

export class Finder extends Combobox {
  /** `box` has the input, the list and a line for words; `take` is called with the question chosen. */
  constructor(box, state, take) {
    super(...["input", "ul", "p"].map((name) => box.querySelector(name)));
    Object.assign(this, { state, take });
    this.input.onfocus = this.input.oninput = () => this.search();
    this.input.onblur = () => this.open(false);
  }

  get keys() {
    return { ...super.keys, Enter: (event) => this.enter(event), Escape: () => this.empty() };
  }

  async find(query) {
    const { names, bank } = this.state;
    try {
      await names.load();
    } catch {
      return { said: [message("map.titles_failed")] };
    }
    const items = names.search(query, bank.rank).map((at) => this.option(at));
    const said = items.length ? message("map.found", { count: items.length }) : message("map.none_found");
    return { said: query ? [said] : [], items };
  }

  option(at) {
    const title = make("bdi", {}, this.state.names.titles[at]);
    const item = make("li", { role: "option" }, title, " ", make("span", { class: "qb-where" }, this.state.about(at)));
    item.onclick = () => {
      this.empty();
      this.take(at);
    };
    return item;
  }

  empty() {
    this.input.value = "";
    this.search();
  }
}
