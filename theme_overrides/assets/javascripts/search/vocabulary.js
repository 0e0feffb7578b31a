/** The words of the bank, and the closest of them to one that it does not have. */

import { fetchJson, once } from "../site.js";
import { signature, slipsFrom, slipsOf } from "./spelling.js";

const [SHORTEST, LONGEST] = [3, 32]; // letters of the words in the vocabulary

const load = once(async (length) => {
  const { words } = await fetchJson(`data/words/${length}.json`);
  const list = words.split(" ");
  return { list, words: new Set(list), bits: list.map(signature) };
});

/** Load the words that have so many letters, the most frequent first; null if there are none, or on failure. */
async function shard(length) {
  return length >= SHORTEST && length <= LONGEST ? load(length).catch((error) => console.warn(error) ?? null) : null;
}

/** Load the words that say too little to be looked up. */
export async function stopWords() {
  return new Set((await fetchJson("data/words/stop.json")).words.split(" "));
}

/** Return whether a word is in the vocabulary of the bank; numbers, and words of less than three letters, are not. */
export async function known(word) {
  return (await shard([...word].length))?.words.has(word) ?? false;
}

/** Return the closest words of the bank to one: the fewest slips away, and of those the most frequent first. */
export async function corrected(word) {
  const { length } = [...word];
  const most = slipsOf(length);
  const closest = Array.from({ length: most + 1 }, () => []);
  for (let off = 0; off <= most; off++) {
    for (const other of new Set([length - off, length + off])) {
      const near = await shard(other);
      if (near) slipsFrom(word, most, near.list, near.bits).forEach((found, slips) => closest[slips].push(...found));
    }
    if (off && closest[1].length) break; // one slip away: no word two letters longer or shorter is
  }
  return closest.find((found) => found.length) ?? [];
}
