/** The words of queries, and the nearest words of the bank to one that it has not. */

/** How many letters may be wrong, by the length of a word. */
const SLIPS = (length) => (length < 4 || length > 30 ? 0 : length < 8 ? 1 : 2);
const [SHORTEST, LONGEST] = [3, 32]; // letters of the words in the vocabulary
const shards = new Map();

/** The words of a text in their order, as the vocabulary has them. */
export function spoken(text) {
  return text.toLowerCase().normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The same, each word once. */
export function words(text) {
  return [...new Set(spoken(text))];
}

/** The words of the bank that have so many letters, the most frequent first; null where they could not be loaded. */
function shard(length) {
  const loading = shards.get(length) ?? load(length);
  shards.set(length, loading);
  return loading.catch((error) => {
    console.warn(error);
    shards.delete(length); // so that it is tried again
    return null;
  });
}

async function load(length) {
  const response = await fetch(new URL(`../../../data/words/${length}.json`, import.meta.url));
  if (!response.ok) throw new Error(`data/words/${length}.json answered ${response.status}`);
  const { words, common } = await response.json();
  const list = words.split(" ");
  return { words: new Set(list), common: new Map(common.map((pages, i) => [list[i], pages])), letters: list.map(signature) };
}

/** Which letters a text has, as bits: two texts that differ in many differ in as many letters. */
function signature(text) {
  let bits = 0;
  for (const letter of text) bits |= 1 << (letter.codePointAt(0) & 31);
  return bits;
}

/** How many bits two numbers differ in. */
function apart(a, b) {
  let bits = a ^ b;
  let count = 0;
  for (; bits; count++) bits &= bits - 1;
  return count;
}

/** Whether a word stands in the vocabulary of the bank; numbers, and words of less than three letters, do not. */
export async function known(word) {
  return (await shardOf(word))?.words.has(word) ?? false;
}

/** The number of pages that a word stands on where those are so many that it tells them little apart, otherwise 0. */
export async function common(word) {
  return (await shardOf(word))?.common.get(word) ?? 0;
}

async function shardOf(word) {
  const { length } = [...word];
  return length >= SHORTEST && length <= LONGEST ? shard(length) : null;
}

/** The nearest words of the bank to one, the nearest first and of those the most frequent. */
export async function corrected(word) {
  const letters = [...word];
  const most = SLIPS(letters.length);
  if (!most) return [];
  const bits = signature(word);
  const found = Array.from({ length: most + 1 }, () => []);
  for (let off = 0; off <= most; off++) {
    for (const length of off ? [letters.length - off, letters.length + off] : [letters.length]) {
      const near = await shard(length);
      let place = 0;
      for (const other of near?.words ?? []) {
        // A letter that is another one is one too many and one too few.
        if (apart(bits, near.letters[place++]) > 2 * most) continue;
        const slips = distance(letters, [...other], most);
        if (slips && slips <= most) found[slips].push(other);
      }
    }
    if (found[1].length && off) break; // one slip apart: no word two letters longer or shorter is
  }
  return found.find((near) => near.length) ?? [];
}

/** Letters wrong, left out, too many or changed with their neighbour (Damerau, 1964); above `most` it is not counted. */
function distance(a, b, most) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + !same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}
