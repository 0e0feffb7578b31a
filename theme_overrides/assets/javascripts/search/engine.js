/**
 * Finds questions: Pagefind looks words up in the index; what is done with them is decided here.
 *
 * A few words give the pages that have all of them (see whole.js); a sentence, and words that no page has together, give
 * the pages that come nearest (see nearest.js).
 */

import { idOf, once, ROOT } from "../site.js";
import { facetsOf, narrow } from "./filter.js";
import { glossary } from "./glossary.js";
import { Lookup } from "./lookup.js";
import { nearest } from "./nearest.js";
import { head, passage } from "./passage.js";
import { stopWords } from "./vocabulary.js";
import { whole } from "./whole.js";
import { spoken, words } from "./words.js";

/** So many words at most are taken for keywords, which a page is to have all of; more are a sentence. */
const KEYWORDS = 3;
/** How many pages are looked at for the very question. */
const LIKELY = 5;

/** Load the index; reject with an Error if there is none. */
export const prepare = once(async () => {
  const pagefind = await import(new URL("pagefind/pagefind.js", ROOT));
  await pagefind.options({ baseUrl: ROOT.pathname });
  await pagefind.init();
  const without = (rest) => (error) => console.warn(error) ?? rest; // search does without
  const about = await Promise.all([glossary().catch(without([])), stopWords().catch(without(new Set()))]);
  return { pagefind, lookup: new Lookup(pagefind, ...about) };
});

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
 * Find questions. `facets` are counted only where filters or a sorting are given, since they take a part of the index of
 * their own; without a query all questions are found, in learning order.
 * @param {string} query
 * @param {{filters?: Object<string, string[]>, sort?: "relevance" | "order" | "newest"}} [view]
 */
export async function find(query, view) {
  const engine = await prepare();
  return answer(engine, query, view).catch(async (error) => {
    console.warn(error);
    await drop(engine);
    const next = await prepare(); // the failure may be that of a search before, whose requests this one shared
    return answer(next, query, view).catch((again) => drop(next, again));
  });
}

async function answer(engine, query, view) {
  const { pagefind, lookup } = engine;
  const asked = words(query);
  const { pages, near, corrections } = await (asked.length ? look(lookup, query) : everything(pagefind));
  const { filters = {}, sort } = view ?? {};
  const { results, counts } = view ? narrow(pages, await facetsOf(pagefind), filters, sort) : { results: pages };
  let shown = 0;
  return {
    query,
    total: results.length,
    near,
    corrections,
    facets: counts,
    more: (count) =>
      Promise.all(results.slice(shown, (shown += count)).map(told)).catch((error) => drop(engine, error)),
  };
}

/**
 * Have Pagefind forget the parts of an index that it could not load; reject with the error, if there is one. This is done
 * once for an index: a search that fails later must not take away the one loaded since.
 */
async function drop(engine, error) {
  engine.dropped ??= engine.pagefind.destroy().finally(() => prepare.forget());
  await engine.dropped;
  if (error) throw error;
}

async function everything(pagefind) {
  const { results } = await pagefind.search(null, { sort: { order: "asc" } });
  const pages = results.map((result) => ({ id: result.id, hits: [{ result, words: [] }] }));
  return { pages, near: false, corrections: [] };
}

/** Return the pages for a query, whether they are only the nearest, and which words were corrected to which. */
async function look(lookup, query) {
  const short = words(query).length <= KEYWORDS ? await whole(lookup, query) : null;
  const { pages, near = false, corrections } = short?.pages.length ? short : await nearest(lookup, query);
  return { pages: await exact(pages, query), near, corrections };
}

/** Return the same pages, before the others those of the first that ask the very question, in one wording or another. */
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
  const { topic = "", difficulty = "" } = meta;
  const title = meta.title.replace(/\s*¶$/, "");
  const found = passage(raw_content, hits.flatMap((hit) => hit.result.words), anchors);
  return { id: idOf(url.pathname), url, title, topic, difficulty, passage: found };
}
