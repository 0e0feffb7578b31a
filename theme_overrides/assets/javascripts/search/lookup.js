/** Looks words up in the index of Pagefind, and says what else a word may stand for. */

import { groupsIn } from "./glossary.js";
import { corrected, known, words } from "./words.js";

const SHORT = 3; // letters: a word with less is never looked up as the beginning of another
const MOST = 4; // candidates for a word that the bank has not
const KEPT = 300; // lookups that are not made again while somebody types

const COMMON = new Set(
  `a about an and any are as at be been between but by can could did do does for from get had has have how i if in
  into is it its like make may me more most my no not of on one or our out over should so some such than that the
  their them then there these they this those to too two up use used using versus vs was way we were what when
  where whether which while who whose why will with would you your`.split(/\s+/),
);

/**
 * @typedef {string[]} Form words that a page has all of
 * @typedef {{result: object, words: string[]}} Hit a page that Pagefind found, and the words that it was found by
 */

export class Lookup {
  constructor(pagefind, groups) {
    this.pagefind = pagefind;
    this.groups = groups;
    this.made = new Map();
  }

  /**
   * Gives where forms are found. Rejects with an Error where a part of the index could not be loaded.
   * @param {Form[]} forms
   * @returns {Promise<Hit[]>}
   */
  async hits(forms) {
    const found = await Promise.all(forms.map((form) => this.form(form)));
    return found.flatMap((results, i) => results.map((result) => ({ result, words: forms[i] })));
  }

  async form(form) {
    const long = form.filter((word) => word.length >= SHORT);
    // Looked for as a beginning, one letter or two stand for thousands of words; in quotation marks they are a word.
    const short = form.filter((word) => word.length < SHORT).map((word) => this.search(`"${word}"`));
    const [results, ...others] = await Promise.all(long.length ? [this.search(long.join(" ")), ...short] : short);
    // Pagefind passes over parts of the index that it could not load.
    if (!results.length && form.length === 1 && (await known(form[0]))) throw new Error(`the index has lost “${form[0]}”`);
    const ids = others.map((list) => new Set(list.map(({ id }) => id)));
    return ids.length ? results.filter(({ id }) => ids.every((set) => set.has(id))) : results;
  }

  search(text) {
    if (this.made.size > KEPT) this.made.clear();
    if (!this.made.has(text)) this.made.set(text, this.pagefind.search(text).then(({ results }) => results));
    return this.made.get(text);
  }

  /**
   * What a word can stand for, the likeliest first: itself, two words, or words that are spelt nearly so; one that may be
   * unfinished also for what it begins.
   * @returns {Promise<Form[]>}
   */
  async choices(word, unfinished) {
    if (await known(word)) return [[word]];
    if (word.length < SHORT) return (await this.hits([[word]])).length ? [[word]] : [];
    if ((await this.search(`"${word}"`)).length) return [[word]]; // by another ending
    for (let i = SHORT; i <= word.length - SHORT; i++) {
      const parts = [word.slice(0, i), word.slice(i)];
      if (!parts.some((part) => COMMON.has(part)) && (await known(parts[0])) && (await known(parts[1]))) return [parts];
    }
    if (unfinished && (await this.begins(word))) return [[word]];
    return (await corrected(word)).slice(0, MOST).map((other) => [other]);
  }

  /** Whether the index has a word that begins so, or nearly: Pagefind looks for what is nearest by letters. */
  async begins(word) {
    const [hit] = await this.hits([[word]]);
    if (!hit) return false;
    const { raw_content } = await hit.result.data();
    const all = raw_content.split(raw_content.includes("\u200B") ? "\u200B" : /\s+/);
    const near = hit.result.words.flatMap((at) => words(all[at] ?? ""));
    return near.some((other) => other.startsWith(word) || shared(word, other) >= Math.max(3, 0.6 * word.length));
  }

  /**
   * What can stand in the place of words of a query: forms of the glossary, two words as one, and what is written without
   * a space, "O(n^2)", which the index has as one word.
   * @param {string} query
   * @returns {Promise<{at: number, length: number, form: Form}[]>} by the place and number of the words that they replace
   */
  async others(query) {
    const asked = words(query);
    const others = groupsIn(asked, this.groups).flatMap(({ at, length, others: forms }) => forms.map((form) => ({ at, length, form })));
    for (let at = 0; at + 1 < asked.length; at++) {
      const form = [asked[at] + asked[at + 1]];
      if (await known(form[0])) others.push({ at, length: 2, form });
    }
    for (const parts of query.split(/\s+/).map(words)) {
      const at = asked.findIndex((_, i) => parts.every((part, j) => asked[i + j] === part));
      if (parts.length > 1 && at >= 0 && (await this.search(`"${parts.join("")}"`)).length) {
        others.push({ at, length: parts.length, form: [parts.join("")] });
      }
    }
    return others;
  }
}

/** The words that tell something, or all where none does. */
export function telling(asked) {
  const kept = asked.filter((word) => !COMMON.has(word));
  return kept.length ? kept : asked;
}

/** How many letters two words have alike from their beginning. */
function shared(a, b) {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}
