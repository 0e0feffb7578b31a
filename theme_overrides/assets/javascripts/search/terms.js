/** What each word of a query stands for in the bank, and where that is found. */

import { groupsIn } from "./glossary.js";
import { corrected, known, words } from "./words.js";

const COMMON = new Set(
  `a about an and any are as at be been between but by can could did do does for from get had has have how i if in into
  is it its like make may me more most my no not of on one or our out over should so some such than that the their them
  then there these they this those to too two up use used using was way we were what when where whether which while who whose why
  will with would you your`.split(/\s+/),
);
const MOST = 4; // candidates for a word that the bank has not
const KEPT = 300; // lookups that are not made again while somebody types

/**
 * @typedef {object} Unit one word of a query
 * @property {string} from as it was typed
 * @property {string} [to] as it is spelt in the bank, where that differs
 * @property {{result: object, words: string[]}[]} hits the pages it was found on, in one form or another
 */

export class Terms {
  constructor(pagefind, groups) {
    this.pagefind = pagefind;
    this.groups = groups;
    this.lookups = new Map();
  }

  /** @returns {Promise<Unit[]>} for the words that tell something, or for all where none does */
  async units(asked) {
    const telling = asked.filter((word) => !COMMON.has(word));
    const groups = groupsIn(asked, this.groups);
    const kept = telling.length ? telling : asked;
    const choices = await Promise.all(kept.map((word) => this.choices(word)));
    const units = await Promise.all(
      kept.map(async (from, i) => {
        const at = asked.indexOf(from);
        const forms = groups.filter((group) => at >= group.at && at < group.at + group.length).flatMap((group) => group.others);
        return { from, hits: await this.hits([...choices[i].slice(0, 1), ...forms, ...(await this.joined(asked, at))]) };
      }),
    );
    return this.settled(units, choices);
  }

  /** Units with, for each word the bank has not, the one of its candidates that goes best with the other words. */
  async settled(units, choices) {
    for (const [i, forms] of choices.entries()) {
      if (forms.length < 2) continue;
      const others = new Map();
      for (const { result } of units.flatMap(({ hits }, j) => (j === i ? [] : hits))) {
        others.set(result.id, (others.get(result.id) ?? 0) + result.score);
      }
      const tried = await Promise.all(forms.map((form) => this.hits([form])));
      const worth = tried.map((hits) => Math.max(0, ...hits.map(({ result }) => others.get(result.id) ?? 0)));
      const best = worth.indexOf(Math.max(...worth));
      units[i].hits = tried[best];
      choices[i] = [forms[best]];
    }
    return units.map((unit, i) => {
      const to = choices[i][0]?.join(" ");
      return to && to !== unit.from ? { ...unit, to } : unit;
    });
  }

  /** Gives units in which one word that the bank has is another that is spelt nearly so. */
  async *respelt(units) {
    for (const [i, { from, to }] of units.entries()) {
      for (const other of to ? [] : (await corrected(from)).slice(0, 3)) {
        yield units.with(i, { from, to: other, hits: await this.hits([[other]]) });
      }
    }
  }

  /** What a word can stand for, each a list of words: itself, two words, or words that are spelt nearly so. */
  async choices(word) {
    if (await known(word)) return [[word]];
    for (let i = 3; i <= word.length - 3; i++) {
      const parts = [word.slice(0, i), word.slice(i)];
      if (parts.every((part) => !COMMON.has(part)) && (await known(parts[0])) && (await known(parts[1]))) return [parts];
    }
    if (await this.inflected(word)) return [[word]];
    return (await corrected(word)).slice(0, MOST).map((other) => [other]);
  }

  /** Whether the index has a word by another ending, or one that it begins: Pagefind looks for what is nearest by letters. */
  async inflected(word) {
    const [hit] = await this.hits([[word]]);
    if (!hit) return false;
    const { raw_content } = await hit.result.data();
    const all = raw_content.split(raw_content.includes("\u200B") ? "\u200B" : /\s+/);
    const near = hit.result.words.flatMap((at) => words(all[at] ?? ""));
    return near.some((other) => other.startsWith(word) || shared(word, other) >= Math.max(3, 0.6 * word.length));
  }

  /** A word and the next one written as one, where the bank has that. */
  async joined(asked, at) {
    const pairs = [[asked[at - 1], asked[at]], [asked[at], asked[at + 1]]].filter((pair) => pair.every(Boolean));
    const whole = pairs.map((pair) => pair.join(""));
    const found = await Promise.all(whole.map((word) => known(word)));
    return whole.filter((_, i) => found[i]).map((word) => [word]);
  }

  /** Where forms are found, each a list of words that a page has all of. */
  async hits(forms) {
    const found = await Promise.all(forms.map((form) => this.lookup(form.join(" "))));
    return found.flatMap((results, i) => results.map((result) => ({ result, words: forms[i] })));
  }

  lookup(text) {
    if (this.lookups.size > KEPT) this.lookups.clear();
    if (!this.lookups.has(text)) this.lookups.set(text, this.pagefind.search(text).then(({ results }) => results));
    return this.lookups.get(text);
  }
}

/** How many letters two words have alike from their beginning. */
function shared(a, b) {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}
