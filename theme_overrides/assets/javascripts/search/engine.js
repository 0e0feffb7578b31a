/**
 * Finds questions: Pagefind looks words up in the index; what is done with them is decided here.
 *
 * Pages that have all words come first. Misspelt words are replaced by the nearest ones of the bank, abbreviations and
 * synonyms of the glossary stand for each other, and where no page has all words the nearest are given: those whose words
 * are the rarest and the most.
 */

import { Facets } from "./facets-of.js";
import { groupsIn, glossary } from "./glossary.js";
import { corrected, known, words } from "./words.js";

export { words };

const ROOT = new URL("../../../", import.meta.url);
/** What a page with one word more is worth, besides the word's own score. */
const COVER = 0.3;
const COMMON = new Set(
  `a about an and any are as at be been between but by can could did do does for from get had has have how i if in into
  is it its like make may me more most my no not of on one or our out over should so some such than that the their them
  then there these they this those to too two up use used using was way we were what when where which while who whose why
  will with would you your`.split(/\s+/),
);

let starting;

/** Loads the index; rejects with an Error where there is none. */
export function prepare() {
  starting ??= start().catch((error) => {
    starting = undefined; // so that it is tried again
    throw error;
  });
  return starting;
}

async function start() {
  const pagefind = await import(new URL("pagefind/pagefind.js", ROOT));
  await pagefind.options({ baseUrl: ROOT.pathname, highlightParam: "highlight" });
  await pagefind.init();
  return { pagefind, facets: new Facets(pagefind), groups: await glossary() };
}

/**
 * @typedef {object} Found
 * @property {string} id
 * @property {URL} url with the words to mark
 * @property {string} title
 * @property {string} topic
 * @property {string} difficulty
 * @property {{text: string, marked: boolean}[]} passage plain text in pieces
 */

/**
 * Finds questions. `facets` are counted only where filters or a sorting are given, since they take a part of the index of
 * their own; without a query all questions are found, in learning order.
 * @param {string} query
 * @param {{filters?: Object<string, string[]>, sort?: "relevance" | "order" | "newest"}} [view]
 */
export async function find(query, view) {
  const { pagefind, facets, groups } = await prepare();
  const asked = words(query);
  const { results, near, corrections } = asked.length
    ? await look(pagefind, asked, groups)
    : { results: (await pagefind.search(null, { sort: { order: "asc" } })).results, near: false, corrections: [] };
  const seen = view ? await facets.view(results, view.filters ?? {}, asked.length ? view.sort : view.sort ?? "order") : { results };
  let shown = 0;
  return {
    query,
    total: seen.results.length,
    near,
    corrections,
    facets: seen.counts,
    async more(count) {
      const next = seen.results.slice(shown, (shown += count));
      return Promise.all(next.map(async (result) => told(await result.data())));
    },
  };
}

/** Words with what each was corrected to, what they find, and whether that is only the nearest. */
async function look(pagefind, asked, groups) {
  const choices = await Promise.all(asked.map((word) => candidates(pagefind, word)));
  for (const spelling of spellings(choices)) {
    const corrections = asked.map((from, i) => ({ from, to: spelling[i] })).filter(({ from, to }) => to && from !== to);
    const results = await all(pagefind, spelling.filter(Boolean), groups);
    if (results.length && spelling.every(Boolean)) return { results, near: false, corrections };
  }
  // A word that is known may be a slip for another one, which the other words then tell.
  for (const [i, word] of asked.entries()) {
    for (const to of choices[i][0] === word ? (await corrected(word)).slice(0, 3) : []) {
      const results = await all(pagefind, asked.with(i, to), groups);
      if (results.length && asked.length > 1) return { results, near: false, corrections: [{ from: word, to }] };
    }
  }
  const best = choices.map(([first]) => first);
  const corrections = asked.map((from, i) => ({ from, to: best[i] })).filter(({ from, to }) => to && from !== to);
  return { results: await nearest(pagefind, best.filter(Boolean), groups), near: true, corrections };
}

/** What a word can stand for: itself where the bank has it or a longer one, otherwise the nearest, or nothing. */
async function candidates(pagefind, word) {
  if (await known(word)) return [word];
  const near = await corrected(word);
  if (near.length) return near.slice(0, 4);
  const [first] = (await pagefind.search(word)).results;
  const begun = first && pieces((await first.data()).excerpt).some(({ text, marked }) => marked && words(text).some((one) => one.startsWith(word)));
  return [begun ? word : undefined];
}

/** The ways to spell a query, the likeliest first: one word after the other is replaced by its next candidate. */
function spellings(choices) {
  const first = choices.map(([word]) => word);
  const others = choices.flatMap((words, i) => words.slice(1).map((word) => first.with(i, word)));
  return [first, ...others.slice(0, 6)];
}

/** The pages that have all words, or all of them with a form of the glossary in the place of another. */
async function all(pagefind, asked, groups) {
  if (!asked.length) return [];
  const queries = [asked];
  for (const { at, length, others } of groupsIn(asked, groups)) {
    queries.push(...others.map((other) => [...asked.slice(0, at), ...other, ...asked.slice(at + length)]));
  }
  const found = await Promise.all(queries.slice(0, 6).map((one) => pagefind.search(one.join(" "))));
  return merged(found.map(({ results }) => results), Math.max);
}

/** The pages that have some of the words, forms of the glossary counted as one word. */
async function nearest(pagefind, asked, groups) {
  const telling = asked.filter((word) => !COMMON.has(word));
  const kept = telling.length ? telling : asked;
  const units = kept.map((word) => [[word]]);
  for (const { at, length, others } of groupsIn(kept, groups)) {
    units[at].push(...others);
    if (length > 1) units[at].push(kept.slice(at, at + length));
  }
  const lists = await Promise.all(
    units.map(async (forms) => {
      const found = await Promise.all(forms.map((form) => pagefind.search(form.join(" "))));
      return merged(found.map(({ results }) => results), Math.max);
    }),
  );
  const covered = new Map();
  for (const list of lists) for (const { id } of list) covered.set(id, (covered.get(id) ?? 0) + 1);
  const sums = merged(lists, (a, b) => a + b);
  return sums
    .map((result) => ({ ...result, score: result.score * (1 + COVER * covered.get(result.id)) }))
    .sort((a, b) => b.score - a.score);
}

/** Lists as one, the best first; of a page in several the scores are put together. */
function merged(lists, together) {
  const found = new Map();
  for (const result of lists.flat()) {
    const { id, score } = result;
    const before = found.get(id);
    // Pagefind frees what it knows of a result once its own object is gone, so that object is held on to.
    const data = () => result.data();
    found.set(id, { id, data, score: before ? together(before.score, score) : score });
  }
  return [...found.values()].sort((a, b) => b.score - a.score);
}

/** @returns {Found} */
function told({ url, meta, excerpt }) {
  const address = new URL(url, location.origin);
  const id = decodeURIComponent(/([^/]+?)(\.html|\/)?$/.exec(address.pathname)[1]);
  const { title, topic = "", difficulty = "" } = meta;
  return { id, url: address, title: title.replace(/\s*¶$/, ""), topic, difficulty, passage: pieces(excerpt) };
}

/** A passage as Pagefind gives it, HTML with marks, as plain text in pieces. */
function pieces(excerpt) {
  const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
  return [...parsed.childNodes].map((node) => ({ text: node.textContent, marked: node.nodeName === "MARK" }));
}
