/** What the words of a query stand for in the index, as in `search/query.py`. */

import { groupsIn } from "./glossary.js";
import { corrected, known } from "./vocabulary.js";
import { stem, words } from "./words.js";

const SHORT = 2; // letters: a word with less is never looked up as the beginning of another
const HALF = 3; // letters of a word that may be one half of a compound
const MOST = 4; // spellings of a word that the bank does not have
const SLIPS = 3; // words that a known one may be a slip for
const KEYWORDS = 4; // words at most of a query in which two may be a compound written apart

/**
 * @typedef {{rarity: number, questions: Uint32Array, weights: Uint8Array}} Term
 * @typedef {{words: string[], stems: string[], terms: Term[], slip?: boolean}} Form words that a question has all of
 * @typedef {object} Unit one word of a query, or some that belong together
 * @property {string[]} words
 * @property {Form[]} forms that it stands for, of which the best counts
 * @property {number} weight its rarity
 * @property {boolean} telling whether it is more than stop words
 * @property {boolean} replaced whether its forms are other spellings of it
 */

/**
 * Return the units of a query.
 * @param {import("./index.js").Index} index
 * @param {string} query
 * @param {{groups: string[][][], stopWords: Set<string>}} language
 * @returns {Promise<Unit[]>}
 */
export async function unitsOf(index, query, { groups, stopWords }) {
  const asked = words(query);
  const spans = [...groupsIn(asked, groups), ...(await compounds(index, asked))];
  const units = new Map();
  for (let at = 0; at < asked.length; ) {
    const here = spans.filter((span) => span.at === at).sort((a, b) => b.length - a.length);
    const { length, others } = here[0] ?? { length: 1, others: [] };
    const own = asked.slice(at, at + length);
    const key = own.map(stem).join(" ");
    at += length;
    if (!units.has(key)) units.set(key, unitOf(index, own, others, at === asked.length, stopWords));
  }
  const found = await Promise.all(units.values());
  return found.some(({ telling }) => telling) ? found : found.map((unit) => ({ ...unit, telling: true }));
}

async function unitOf(index, own, others, unfinished, stopWords) {
  const written = [own, ...others].map((form) => formOf(index, form));
  const [itself, ...more] = await Promise.all(written);
  const telling = own.some((word) => !stopWords.has(word));
  if (itself || more.some(Boolean)) {
    const forms = [itself, ...more].filter(Boolean);
    return { words: own, forms, weight: itself ? rarityOf(itself) : largest(forms), telling, replaced: false };
  }
  const { forms, replaced } = own.length > 1 ? { forms: [] } : await spellings(index, own[0], unfinished, stopWords);
  return { words: own, forms, weight: forms.length ? largest(forms) : index.about.unknown, telling, replaced: Boolean(replaced) };
}

/** Return words as a form, or null if the index lacks one of them. */
async function formOf(index, written, stems = written.map(stem)) {
  const terms = await Promise.all(stems.map((one) => index.term(one)));
  return terms.every(Boolean) ? { words: written, stems, terms } : null;
}

function rarityOf({ terms }) {
  return terms.reduce((sum, { rarity }) => sum + rarity, 0);
}

function largest(forms) {
  return Math.max(...forms.map(rarityOf));
}

/** Return the forms of a word that the index lacks: two words, what it begins, or words that are spelt nearly so. */
async function spellings(index, word, unfinished, stopWords) {
  const length = [...word].length;
  for (let at = HALF; at <= length - HALF; at++) {
    const halves = [word.slice(0, at), word.slice(at)];
    if (halves.some((half) => stopWords.has(half)) || !(await known(halves[0])) || !(await known(halves[1]))) continue;
    const form = await formOf(index, halves);
    if (form) return { forms: [form], replaced: true };
  }
  if (unfinished && length >= SHORT) {
    const stems = await index.completions(word);
    const forms = await Promise.all(stems.map((one) => formOf(index, [word], [one])));
    if (forms.some(Boolean)) return { forms: forms.filter(Boolean), replaced: false };
  }
  const others = (await corrected(word)).slice(0, MOST);
  const forms = await Promise.all(others.map((other) => formOf(index, [other])));
  return { forms: forms.filter(Boolean), replaced: true };
}

/** Return where two words of a short query are one in the index. */
async function compounds(index, asked) {
  if (asked.length > KEYWORDS) return [];
  const pairs = asked.slice(1).map((word, at) => ({ at, length: 2, others: [[asked[at] + word]] }));
  const terms = await Promise.all(pairs.map(({ others }) => index.term(stem(others[0][0]))));
  return pairs.filter((_, i) => terms[i]);
}

/** Return the same units, each known word also as those that it may be a slip for. */
export function withSlips(index, units) {
  return Promise.all(
    units.map(async (unit) => {
      if (unit.words.length > 1 || unit.replaced || !unit.telling) return unit;
      const others = (await corrected(unit.words[0])).slice(0, SLIPS);
      const more = await Promise.all(others.map((other) => formOf(index, [other])));
      const slips = more.filter(Boolean).map((form) => ({ ...form, slip: true }));
      return { ...unit, forms: [...unit.forms, ...slips] };
    }),
  );
}
