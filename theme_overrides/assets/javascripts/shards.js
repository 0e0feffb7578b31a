/** What previews show of each question, in small files: which of them has a question follows from its id. */

import { fnv1a } from "./hash.js";
import { fetchJson, once } from "./site.js";

/** The number of files; the link to the search says it. */
export const SHARDS = Number(document.querySelector("[data-shards]")?.dataset.shards ?? 1);

/** Return the promise of one file: titles, difficulties and summaries by id. */
export const shardAt = once((number) => fetchJson(`data/previews/${number}.json`));

/** Return the number of the file that has a question, as in `render/data/previews.py`. */
export function shardOf(id, count = SHARDS) {
  return fnv1a(id) % count;
}
