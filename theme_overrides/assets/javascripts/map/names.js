/** The ids and titles of questions: the most central at once, all of them when they are needed. */

import { fetchJson, once, plain } from "../site.js";

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
