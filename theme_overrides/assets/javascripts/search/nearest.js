/** Finds the pages that come nearest to a sentence, by what its words are worth that they have. */

import { corrections, ranked } from "./rank.js";
import { common } from "./vocabulary.js";
import { words } from "./words.js";

/** The least that a page is worth, as a share of the best, and how many are given even if they are not. */
const [WORTH, FEWEST] = [0.25, 5];
const RAREST = 3; // words that are looked up where all are common

/**
 * Return the pages, the best first, whether the best have not all words, and which words were corrected to which.
 * @param {import("./lookup.js").Lookup} lookup
 * @param {string} query
 */
export async function nearest(lookup, query) {
  const units = await unitsOf(lookup, query);
  const pages = ranked(units.map(({ hits }) => hits));
  const least = WORTH * (pages[0]?.worth ?? 0);
  return {
    pages: pages.filter(({ worth }, i) => i < FEWEST || worth >= least),
    near: !pages.some(({ has }) => has === units.length),
    corrections: corrections(units.map(({ from }) => from), units.map(({ to }) => to)),
  };
}

/** Return each word of a query that is no stop word, with what it stands for and where that is found. */
async function unitsOf(lookup, query) {
  const asked = words(query);
  const kept = await rare(lookup.telling(query));
  const choosing = kept.map((word) => lookup.choices(word, word === asked.at(-1)));
  const [others, ...choices] = await Promise.all([lookup.others(query), ...choosing]);
  const units = await Promise.all(
    kept.map(async (from, i) => {
      const place = asked.indexOf(from);
      const forms = others.filter(({ at, length }) => place >= at && place < at + length).map(({ form }) => form);
      const [own, other] = await Promise.all([lookup.hits(choices[i].slice(0, 1)), lookup.hits(forms)]);
      return { from, to: choices[i][0]?.join(" ") ?? from, hits: [...own, ...other] };
    }),
  );
  return Promise.all(units.map((unit, i) => (choices[i].length > 1 ? settled(lookup, unit, choices[i], units) : unit)));
}

/** Return words without those that nearly every page has; if all are such, the rarest. */
async function rare(asked) {
  const pages = new Map(await Promise.all(asked.map(async (word) => [word, await common(word)])));
  const some = asked.filter((word) => !pages.get(word));
  return some.length ? some : asked.toSorted((a, b) => pages.get(a) - pages.get(b)).slice(0, RAREST);
}

/** Return a word that the bank does not have as the one of its candidates that goes best with the other words. */
async function settled(lookup, unit, forms, units) {
  const others = new Map();
  for (const { result } of units.flatMap((other) => (other === unit ? [] : other.hits))) {
    others.set(result.id, (others.get(result.id) ?? 0) + result.score);
  }
  const tried = await Promise.all(forms.map((form) => lookup.hits([form])));
  const worth = tried.map((hits) => Math.max(0, ...hits.map(({ result }) => others.get(result.id) ?? 0)));
  const best = worth.indexOf(Math.max(...worth));
  return { ...unit, to: forms[best].join(" "), hits: tried[best] };
}
