/** Pages in the order of what the words are worth that they have. */

/** What each word more that a page has adds to what its words are worth, as a share. */
const COVER = 0.3;

/**
 * Return the pages that words are found on, the best first; of the forms of one word the best counts.
 * @param {import("./lookup.js").Hit[][]} units the hits of each word
 */
export function ranked(units) {
  const pages = new Map();
  for (const [number, hits] of units.entries()) {
    for (const hit of hits) {
      const { id, score } = hit.result;
      const page = pages.get(id) ?? { id, hits: [], best: new Map() };
      page.hits.push(hit);
      page.best.set(number, Math.max(page.best.get(number) ?? 0, score));
      pages.set(id, page);
    }
  }
  for (const page of pages.values()) {
    page.has = page.best.size;
    page.worth = [...page.best.values()].reduce((a, b) => a + b) * (1 + COVER * page.has);
  }
  return [...pages.values()].sort((a, b) => b.worth - a.worth);
}

/** Return the words that were replaced, each with what replaced it. */
export function corrections(from, to) {
  return from.map((word, i) => ({ from: word, to: to[i] })).filter((pair) => pair.from !== pair.to);
}
