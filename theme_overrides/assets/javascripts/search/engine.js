/**
 * Finds questions: Pagefind looks words up in the index; what is done with them is decided here.
 *
 * A few words give the pages that have all of them (see whole.js); a sentence, and words that no page has together, give
 * the pages that come nearest (see nearest.js).
 */

import { Facets } from "./facets-of.js";
import { glossary } from "./glossary.js";
import { Lookup } from "./lookup.js";
import { nearest } from "./nearest.js";
import { head, passage } from "./passage.js";
import { whole } from "./whole.js";
import { spoken, words } from "./words.js";

const ROOT = new URL("../../../", import.meta.url);
/** So many words at most are taken for keywords, which a page is to have all of; more are a sentence. */
const KEYWORDS = 3;
/** How many pages are looked at for the very question. */
const LIKELY = 5;

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
  const groups = await glossary().catch((error) => console.warn(error) ?? []); // search does without
  return { pagefind, facets: new Facets(pagefind), lookup: new Lookup(pagefind, groups) };
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
  const { pagefind, facets, lookup } = await prepare();
  const asked = words(query);
  const { pages, near, corrections } = await (asked.length ? look(lookup, query) : everything(pagefind)).catch((error) => {
    starting = undefined;
    pagefind.destroy(); // which forgets the parts of the index that it could not load
    throw error;
  });
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

/** The pages for a query, whether they are only the nearest, and which words were corrected to which. */
async function look(lookup, query) {
  const short = words(query).length <= KEYWORDS ? await whole(lookup, query) : null;
  const { pages, near = false, corrections } = short?.pages.length ? short : await nearest(lookup, query);
  return { pages: await exact(pages, query), near, corrections };
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
  const places = hits.flatMap((hit) => hit.result.words);
  return { id, url, title: title.replace(/\s*¶$/, ""), topic, difficulty, passage: passage(raw_content, places, anchors) };
}
