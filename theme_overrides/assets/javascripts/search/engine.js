/**
 * Finds questions: Pagefind looks words up in the index; what is done with them is decided here.
 *
 * Each word of a query is looked up by itself (see terms.js), and pages are put in order by what their words are worth
 * together. A short query gives the pages that have all of its words; a longer one, and one that no page has whole, gives
 * the pages that come nearest.
 */

import { Facets } from "./facets-of.js";
import { glossary } from "./glossary.js";
import { head, passage } from "./passage.js";
import { Terms } from "./terms.js";
import { spoken, words } from "./words.js";

export { words };

const ROOT = new URL("../../../", import.meta.url);
/** So many words at most are taken for keywords, which a page is to have all of; more are a sentence. */
const KEYWORDS = 3;
/** What each word more that a page has adds to what its words are worth, as a share. */
const COVER = 0.3;
/** How many pages are looked at for the very question. */
const LIKELY = 5;
/** Where a page need not have all words: the least that it is worth, as a share of the best. */
const WORTH = 0.25;

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
  await pagefind.options({ baseUrl: ROOT.pathname });
  await pagefind.init();
  return { pagefind, facets: new Facets(pagefind), terms: new Terms(pagefind, await glossary()) };
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
  const { pagefind, facets, terms } = await prepare();
  const asked = words(query);
  const { pages, near, corrections } = asked.length ? await look(terms, query) : await everything(pagefind);
  const seen = view
    ? await facets.view(pages, view.filters ?? {}, asked.length ? view.sort : view.sort ?? "order")
    : { results: pages };
  let shown = 0;
  return {
    query,
    total: seen.results.length,
    near,
    corrections,
    facets: seen.counts,
    more: (count) => Promise.all(seen.results.slice(shown, (shown += count)).map(told)),
  };
}

async function everything(pagefind) {
  const { results } = await pagefind.search(null, { sort: { order: "asc" } });
  return { pages: results.map((result) => ({ id: result.id, hits: [{ result, words: [] }] })), near: false, corrections: [] };
}

/** The pages for words, whether they are only the nearest, and which words were corrected to which. */
async function look(terms, query) {
  const asked = words(query);
  const keywords = asked.length <= KEYWORDS;
  let units = await terms.units(asked);
  let pages = await exact(ranked(units), query);
  let whole = pages.filter(({ has }) => has === units.length);
  if (keywords && !whole.length && units.length > 1) {
    // A word that the bank has may be a slip for another one, which the other words then tell.
    for await (const others of terms.respelt(units)) {
      const found = ranked(others);
      whole = found.filter(({ has }) => has === others.length);
      if (whole.length) {
        [units, pages] = [others, found];
        break;
      }
    }
  }
  const corrections = units.flatMap(({ from, to }) => (to ? [{ from, to }] : []));
  if (keywords && whole.length) return { pages: whole, near: false, corrections };
  const least = WORTH * Math.max(0, ...pages.slice(0, LIKELY).map(({ worth }) => worth));
  return { pages: pages.filter(({ worth }) => worth >= least), near: !whole.length, corrections };
}

/** Pages by what the words are worth that they have, the best first; of the forms of one word the best counts. */
function ranked(units) {
  const pages = new Map();
  for (const [number, { hits }] of units.entries()) {
    for (const hit of hits) {
      const { id, score } = hit.result;
      if (!pages.has(id)) pages.set(id, { id, hits: [], best: new Map() });
      const page = pages.get(id);
      page.hits.push(hit);
      page.best.set(number, Math.max(page.best.get(number) ?? 0, score));
    }
  }
  for (const page of pages.values()) {
    page.has = page.best.size;
    const sum = [...page.best.values()].reduce((a, b) => a + b);
    page.worth = sum * (1 + COVER * page.has);
  }
  return [...pages.values()].sort((a, b) => b.worth - a.worth);
}

/** The same pages, before the others those of the first that ask the very question, in one wording or another. */
async function exact(pages, query) {
  const asked = ` ${spoken(query).join(" ")} `;
  const first = pages.slice(0, LIKELY);
  const heads = await Promise.all(first.map(async ({ hits }) => head(await hits[0].result.data())));
  const same = first.filter((_, i) => ` ${spoken(heads[i]).join(" ")} `.includes(asked));
  return [...same, ...pages.filter((page) => !same.includes(page))];
}

/** @returns {Promise<Found>} */
async function told({ hits }) {
  const { raw_url, meta, raw_content, anchors } = await hits[0].result.data();
  const url = new URL(raw_url.replace(/^\//, ""), ROOT);
  for (const word of new Set(hits.flatMap((hit) => hit.words))) url.searchParams.append("highlight", word);
  const id = decodeURIComponent(/([^/]+?)(\.html|\/)?$/.exec(url.pathname)[1]);
  const { title, topic = "", difficulty = "" } = meta;
  const places = hits.map((hit) => hit.result.words);
  return { id, url, title: title.replace(/\s*¶$/, ""), topic, difficulty, passage: passage(raw_content, places, anchors) };
}
