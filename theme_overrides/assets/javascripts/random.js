/** A random question. */

import { SHARDS, shardAt } from "./shards.js";
import { pageOf } from "./site.js";

/** Open the page of a question taken at random, one that is not open. */
export async function goToRandom() {
  const here = document.querySelector("[data-question]")?.dataset.question;
  const ids = Object.keys(await shardAt(Math.floor(Math.random() * SHARDS))).filter((id) => id !== here);
  if (ids.length) location.href = pageOf(ids[Math.floor(Math.random() * ids.length)]);
}
