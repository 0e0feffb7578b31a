/** Looks words up in the index of Pagefind, and says what else a word may stand for. */

import { groupsIn, positionOf } from "./glossary.js";
import { corrected, known } from "./vocabulary.js";
import { parts, telling, words } from "./words.js";

const SHORT = 3; // letters: a word with less is never looked up as the beginning of another
const MOST = 4; // candidates for a word that the bank does not have
const KEPT = 300; // lookups that are not made again while somebody types

/**
 * @typedef {string[]} Form words that a page has all of
 * @typedef {{result: object, words: string[]}} Hit a page that Pagefind found, and the words that it was found by
 */

export class Lookup {
  constructor(pagefind, groups, stopWords) {
    Object.assign(this, { pagefind, groups, stopWords, made: new Map() });
  }

  telling(query) {
    return telling(query, this.stopWords);
  }

  /**
   * Return where forms are found; reject with an Error if a part of the index could not be loaded.
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
   * Return what a word can stand for, the likeliest first: itself, two words, or words that are spelt nearly so; a word
   * that may be unfinished stands also for what it begins.
   * @returns {Promise<Form[]>}
   */
  async choices(word, unfinished) {
    if (await known(word)) return [[word]];
    if (word.length < SHORT) return (await this.hits([[word]])).length ? [[word]] : [];
    if ((await this.search(`"${word}"`)).length) return [[word]]; // by another ending
    for (let i = SHORT; i <= word.length - SHORT; i++) {
      const halves = [word.slice(0, i), word.slice(i)];
      if (halves.some((half) => this.stopWords.has(half))) continue;
      if ((await known(halves[0])) && (await known(halves[1]))) return [halves];
    }
    if (unfinished && (await this.begins(word))) return [[word]];
    return (await corrected(word)).slice(0, MOST).map((other) => [other]);
  }

  /** Return whether the index has a word that begins so, or nearly: Pagefind looks for what is closest by letters. */
  async begins(word) {
    const [hit] = await this.hits([[word]]);
    if (!hit) return false;
    const { raw_content } = await hit.result.data();
    const all = parts(raw_content);
    const near = hit.result.words.flatMap((at) => words(all[at] ?? ""));
    const beginning = word.slice(0, Math.ceil(Math.max(SHORT, 0.6 * word.length)));
    return near.some((other) => other.startsWith(beginning));
  }

  /**
   * Return what can replace words of a query: forms of the glossary, two words as one, and what is written without a
   * space, "O(n^2)", which the index has as one word.
   * @param {string} query
   * @returns {Promise<{at: number, length: number, form: Form}[]>} by the position and number of the words that they replace
   */
  async others(query) {
    const asked = words(query);
    const others = groupsIn(asked, this.groups).flatMap(({ others: forms, ...place }) => forms.map((form) => ({ ...place, form })));
    for (let at = 0; at + 1 < asked.length; at++) {
      const form = [asked[at] + asked[at + 1]];
      if (await known(form[0])) others.push({ at, length: 2, form });
    }
    for (const pieces of query.split(/\s+/).map(words)) {
      const [at, joined] = [positionOf(pieces, asked), pieces.join("")];
      if (pieces.length > 1 && at >= 0 && (await this.search(`"${joined}"`)).length) {
        others.push({ at, length: pieces.length, form: [joined] });
      }
    }
    return others;
  }
}
