/** Finds the pages that have all words of a short query. */

import { corrections, ranked } from "./rank.js";
import { corrected } from "./vocabulary.js";
import { words } from "./words.js";

const TRIED = 6; // spellings beside the likeliest
const SLIPS = 3; // words that a known one may be a slip for

const none = { pages: [], corrections: [] };

/**
 * Return the pages, the best first, and which words were corrected to which; no pages if none has all.
 * @param {import("./lookup.js").Lookup} lookup
 * @param {string} query
 */
export async function whole(lookup, query) {
  const asked = words(query);
  const kept = lookup.telling(query);
  const found = (hits, spelling) => {
    return { pages: ranked([hits]), corrections: corrections(kept, spelling.map((form) => form.join(" "))) };
  };
  const choices = await Promise.all(kept.map((word) => lookup.choices(word, word === asked.at(-1))));
  if (!choices.every((forms) => forms.length)) return none;
  const others = await lookup.others(query);
  for (const spelling of spellings(choices)) {
    const hits = await lookup.hits(variants(asked, kept, spelling, others));
    if (hits.length) return found(hits, spelling);
  }
  if (kept.length < 2) return none;
  // A word that the bank has may be a slip for another one, which the other words then tell.
  for (const [i, word] of kept.entries()) {
    if (choices[i][0].join() !== word) continue;
    for (const other of (await corrected(word)).slice(0, SLIPS)) {
      const spelling = choices.map(([form], j) => (i === j ? [other] : form));
      const hits = await lookup.hits([spelling.flat()]);
      if (hits.length) return found(hits, spelling);
    }
  }
  return none;
}

/** Return the ways to spell a query, the likeliest first: one word after the other is replaced by its next candidate. */
export function spellings(choices) {
  const first = choices.map(([form]) => form);
  const others = choices.flatMap((forms, i) => forms.slice(1).map((form) => first.with(i, form)));
  return [first, ...others.slice(0, TRIED)];
}

/** Return all words as one form, and one form for each way to replace some of them. */
export function variants(asked, kept, spelling, others) {
  const spelt = asked.map((word) => (kept.includes(word) ? spelling[kept.indexOf(word)] : []));
  return [spelt.flat(), ...others.map(({ at, length, form }) => spelt.toSpliced(at, length, form).flat())];
}
