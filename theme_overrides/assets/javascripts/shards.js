/** What previews show of each question, in small files: which of them has a question follows from its id. */

import { fetchJson, once } from "./site.js";

/** The number of files; the link to the search says it. */
export const SHARDS = Number(document.querySelector("[data-shards]")?.dataset.shards ?? 1);

/** Return the promise of one file: titles, difficulties and summaries by id. */
export const shardAt = once((number) => fetchJson(`data/previews/${number}.json`));

/** Return the number of the file that has a question: FNV-1a of its id, as in `render/data/previews.py`. */
export function shardOf(id, count = SHARDS) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % count;
}
