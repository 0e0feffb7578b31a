/** Finds the pages that have all words of a short query. */

import { telling } from "./lookup.js";
import { corrected, words } from "./words.js";

const TRIED = 6; // spellings beside the likeliest
const SLIPS = 3; // words that a known one may be a slip for

/**
 * Gives the pages, the best first, and which words were corrected to which; no pages where none has all.
 * @param {import("./lookup.js").Lookup} lookup
 * @param {string} query
 */
export async function whole(lookup, query) {
  const asked = words(query);
  const kept = telling(asked);
  const choices = await Promise.all(kept.map((word) => lookup.choices(word, word === asked.at(-1))));
  if (!choices.every((forms) => forms.length)) return none;
  for (const spelling of spellings(choices)) {
    const hits = await lookup.hits(await variants(lookup, query, asked, kept, spelling));
    if (hits.length) return found(hits, kept, spelling);
  }
  if (kept.length < 2) return none;
  // A word that the bank has may be a slip for another one, which the other words then tell.
  for (const [i, word] of kept.entries()) {
    if (choices[i][0].join() !== word) continue;
    for (const other of (await corrected(word)).slice(0, SLIPS)) {
      const spelling = choices.map(([form], j) => (i === j ? [other] : form));
      const hits = await lookup.hits([spelling.flat()]);
      if (hits.length) return found(hits, kept, spelling);
    }
  }
  return none;
}

const none = { pages: [], corrections: [] };

/** The ways to spell a query, the likeliest first: one word after the other is replaced by its next candidate. */
function spellings(choices) {
  const first = choices.map(([form]) => form);
  const others = choices.flatMap((forms, i) => forms.slice(1).map((form) => first.with(i, form)));
  return [first, ...others.slice(0, TRIED)];
}

/** All words, and all with something else in the place of some. */
async function variants(lookup, query, asked, kept, spelling) {
  const spelt = asked.map((word) => (kept.includes(word) ? spelling[kept.indexOf(word)] : []));
  const others = await lookup.others(query);
  return [spelt.flat(), ...others.map(({ at, length, form }) => spelt.toSpliced(at, length, form).flat())];
}

/** Pages by their score, of a page that was found in several ways the best. */
function found(hits, kept, spelling) {
  const pages = new Map();
  for (const hit of hits) {
    const { id, score } = hit.result;
    const page = pages.get(id) ?? { id, hits: [], worth: 0 };
    page.hits.push(hit);
    page.worth = Math.max(page.worth, score);
    pages.set(id, page);
  }
  const corrections = kept.map((from, i) => ({ from, to: spelling[i].join(" ") })).filter(({ from, to }) => from !== to);
  return { pages: [...pages.values()].sort((a, b) => b.worth - a.worth), corrections };
}
