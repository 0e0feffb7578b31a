/**
 * Finds questions by their words and by what the words mean.
 *
 * What the words say is known first; the meaning joins when its part of the index is there (`later` in an answer).
 */

import { fetchJson, once, pageOf } from "../site.js";
import { excerpt } from "./excerpt.js";
import { facetsOf, narrow } from "./filter.js";
import { glossary } from "./glossary.js";
import { loadIndex } from "./index.js";
import { unitsOf, withSlips } from "./query.js";
import { lexicalScores, meaningScores, select } from "./score.js";
import { stopWords } from "./vocabulary.js";
import { words } from "./words.js";

const KEYWORDS = 3; // telling words at most of a query that is to be found whole
const SOON = 60; // milliseconds that an answer waits for what the words mean

/** Load the index; reject with an Error if there is none. */
export const prepare = once(async () => {
  const without = (rest) => (error) => console.warn(error) ?? rest; // search does without
  const [index, groups, stop] = await Promise.all([
    loadIndex(),
    glossary().catch(without([])),
    stopWords().catch(without(new Set())),
  ]);
  return { index, language: { groups, stopWords: stop } };
});

/**
 * @typedef {object} Found
 * @property {string} id
 * @property {URL} url with the words to mark
 * @property {string} title
 * @property {string} topic
 * @property {string} difficulty
 * @property {{text: string, marked: boolean}[]} passage plain text in pieces
 *
 * @typedef {object} Answer
 * @property {string} query
 * @property {number} total
 * @property {boolean} near whether no question has all words
 * @property {boolean} weak whether none even resembles the query
 * @property {boolean} lost whether a part of the index could not be loaded, as far as it was asked for
 * @property {{from: string, to: string}[]} corrections
 * @property {Object<string, Object<string, number>>} [facets]
 * @property {(count: number) => Promise<Found[]>} more the next results
 * @property {() => Promise<Answer | null>} [later] returns the answer with what the words mean; to be called once results
 *     are shown
 */

/**
 * Find questions. `facets` are counted only where filters or a sorting are given, since they take a file of their own;
 * without a query all questions are found, in learning order.
 * @param {string} query
 * @param {{filters?: Object<string, string[]>, sort?: "relevance" | "order" | "newest"}} [view]
 * @returns {Promise<Answer>}
 */
export async function find(query, view) {
  const { index, language } = await prepare();
  index.lost = false;
  const facets = view ? await facetsOf() : null;
  const answer = ({ numbers, near = false, weak = false }, looked = {}) => {
    const { filters = {}, sort } = view ?? {};
    const { results, counts } = facets ? narrow(numbers, facets, filters, sort) : { results: numbers };
    let shown = 0;
    const corrections = numbers.length ? correctionsOf(looked.units ?? [], numbers[0]) : [];
    const given = { query, total: results.length, near, weak, lost: index.lost, corrections, facets: counts };
    given.more = async (count) => {
      const numbered = results.slice(shown, (shown += count));
      const found = await Promise.all(numbered.map((number) => resultOf(index, number, looked.units ?? [])));
      given.lost ||= found.includes(null);
      return found.filter(Boolean);
    };
    return given;
  };
  if (!words(query).length) return answer({ numbers: Array.from({ length: index.size }, (_, i) => i) });
  const looked = await look(index, query, language);
  const first = select(looked.lexical, null, looked.exact);
  const better = (scores) => (scores || index.lost ? answer(select(looked.lexical, scores, looked.exact), looked) : null);
  if (first.weak || index.warm) {
    const meaning = meaningOf(index, query);
    const now = await (first.weak ? meaning : soon(meaning));
    if (now !== undefined) return answer(select(looked.lexical, now, looked.exact), looked);
    return Object.assign(answer(first, looked), { later: () => meaning.then(better) });
  }
  // What the words mean is a large file, which would hold up the first results.
  return Object.assign(answer(first, looked), { later: () => meaningOf(index, query).then(better) });
}

/** Return the result of a promise as far as it is there in a moment. */
function soon(promise) {
  return Promise.race([promise, new Promise((done) => setTimeout(done, SOON))]);
}

/** Return what the words of a query say, and of which questions it is a wording. */
async function look(index, query, language) {
  const [units, exact] = await Promise.all([unitsOf(index, query, language), index.exact(query)]);
  const looked = { units, exact, lexical: lexicalScores(units, index.size) };
  const { has, needed } = looked.lexical;
  if (has.includes(needed) || needed < 2 || needed > KEYWORDS) return looked;
  const others = await withSlips(index, units);
  const lexical = lexicalScores(others, index.size);
  return lexical.has.includes(needed) ? { units: others, exact, lexical } : looked;
}

/** Return how near each question is to what a query means, or null if that is not known. */
async function meaningOf(index, query) {
  const asked = [...new Set(words(query))];
  const [bits, ...vectors] = await Promise.all([index.meanings(), ...asked.map((word) => index.vector(word))]);
  const some = vectors.filter(Boolean);
  return bits && some.length ? meaningScores(some, bits, index.about) : null;
}

/** Return the words that were replaced by others, as the best question has them. */
export function correctionsOf(units, number) {
  return units.flatMap(({ words: own, forms, replaced }) => {
    const form = formIn(forms, number);
    const same = !form || form.words.join(" ") === own.join(" ");
    return same || !(replaced || form.slip) ? [] : [{ from: own.join(" "), to: form.words.join(" ") }];
  });
}

function formIn(forms, number) {
  return forms.find(({ terms }) => terms.every(({ questions }) => questions.includes(number)));
}

/** @returns {Promise<Found | null>} */
async function resultOf(index, number, units) {
  const text = await index.text(number);
  if (!text) return null;
  const telling = units.filter((unit) => unit.telling).flatMap(({ forms }) => forms);
  const wanted = new Map(telling.flatMap(({ stems, terms }) => stems.map((stem, i) => [stem, terms[i].rarity])));
  const url = pageOf(text.id);
  for (const stem of wanted.keys()) url.searchParams.append("highlight", stem);
  const { id, title, topic, difficulty } = text;
  return { id, url, title, topic, difficulty, passage: excerpt(text.blocks, wanted) };
}
