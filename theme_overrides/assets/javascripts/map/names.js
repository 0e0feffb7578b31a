/** The ids and titles of questions: the most central at once, all of them when they are needed. */

const MOST = 8;

export class Names {
  /** Begins with those that are listed; all `size` are at the address. */
  constructor({ at, ids, titles }, size, address) {
    Object.assign(this, { address, ids: [], titles: [], complete: at.length === size });
    at.forEach((question, i) => {
      this.ids[question] = ids[i];
      this.titles[question] = titles[i];
    });
  }

  /** Loads all, once; what fails is tried again when asked again. */
  async load() {
    if (this.complete) return;
    this.loading ??= json(this.address).finally(() => (this.loading = null));
    const { ids, titles } = await this.loading;
    Object.assign(this, { ids, titles, complete: true });
  }

  /** The questions whose titles hold every word of a text, the best first. */
  search(text, rank) {
    const words = plain(text).split(/\s+/).filter(Boolean);
    if (!words.length || !this.complete) return [];
    this.plain ??= this.titles.map(plain);
    const found = [];
    this.plain.forEach((title, at) => {
      let score = rank[at] / 100;
      for (const word of words) {
        const place = title.indexOf(word);
        if (place < 0) return;
        // Best at the beginning of the title, then of a word; among equals the more central question.
        score += place ? +(title[place - 1] === " ") : 2;
      }
      found.push([score, at]);
    });
    return found.sort((a, b) => b[0] - a[0]).slice(0, MOST).map(([, at]) => at);
  }
}

export async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

/** A text without case and accents. */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
