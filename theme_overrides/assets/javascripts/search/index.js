/**
 * The index that `search/files.py` writes: its parts are loaded when a query needs them.
 *
 * A part that is missing or damaged is left out, and `lost` says so; it is asked for again with the next query.
 */

import { fnv1a } from "../hash.js";
import { fetchJson, fetchPath, once, ROOT } from "../site.js";
import { normalForm } from "./words.js";

const FOLDER = "data/search/";
const VERSION = 2;
const KEY = 4; // bytes at the beginning of a file that say which index it belongs to
export const DIMENSIONS = 256;
const BITS = DIMENSIONS / 8; // bytes of a question's meaning
const PACKED = DIMENSIONS / 4; // bytes of a word's vector
const [SPREAD, COMPLETIONS] = [3, 8]; // files looked into for the words that begin in some way, and how many of those

/** Load what the index is; reject with an Error if there is none. */
export const loadIndex = once(async () => {
  const response = await fetch(new URL(`${FOLDER}index.json`, ROOT), { cache: "no-cache" });
  if (!response.ok) throw new Error(`the index answered ${response.status}`);
  const about = await response.json();
  if (about.version !== VERSION) throw new Error(`the index has version ${about.version}`);
  return new Index(about);
});

export class Index {
  constructor(about) {
    this.about = about;
    this.lost = false;
    this.warm = false; // whether the bits of all questions are there
    const load = (name, read) => once(async (number) => read(await this.bytes(`${name}${number}.bin`)));
    this.termsAt = load("terms/", (bytes) => readTerms(this.own(bytes), about.questions));
    this.wordingsAt = load("wordings/", (bytes) => readPairs(this.own(bytes)));
    this.vectorsAt = load("vectors/", readVectors);
    this.allMeanings = load("meanings", (bytes) => sized(this.own(bytes), about.questions * BITS));
    this.textsAt = once((number) => fetchJson(`${FOLDER}text/${number}.json`));
  }

  get size() {
    return this.about.questions;
  }

  async bytes(path) {
    const { key } = this.about;
    const { body } = await fetchPath(`${FOLDER}${path}?${key}`);
    return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  }

  /** Return the rest of a file that begins with the key of this index. */
  own(bytes) {
    const key = new DataView(bytes.buffer).getUint32(0, true);
    if (key !== parseInt(this.about.key, 16)) throw new Error("a part of another index");
    return bytes.subarray(KEY);
  }

  /** Return what a promise gives, or the fallback if that part of the index is lost. */
  async without(fallback, promise) {
    return promise.catch((error) => {
      console.warn(error);
      this.lost = true;
      return fallback;
    });
  }

  /** Return what a stem says, or null: its rarity, and the questions that have it with their weights. */
  async term(stem) {
    const terms = await this.without(null, this.termsAt(fileOf(stem, this.about.terms)));
    return terms?.get(stem) ?? null;
  }

  /** Return the most frequent stems that begin so. */
  async completions(beginning) {
    const first = fileOf(beginning, this.about.terms);
    const last = Math.min(fileOf(`${beginning}\u{10ffff}`, this.about.terms), first + SPREAD - 1);
    const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const files = await Promise.all(numbers.map((number) => this.without(new Map(), this.termsAt(number))));
    const found = files.flatMap((terms) => [...terms].filter(([stem]) => stem.startsWith(beginning)));
    return found
      .sort(([, a], [, b]) => a.rarity - b.rarity)
      .slice(0, COMPLETIONS)
      .map(([stem]) => stem);
  }

  /** Return the questions of which the query is a wording. */
  async exact(query) {
    const hash = fnv1a(normalForm(query));
    const pairs = await this.without(new Map(), this.wordingsAt(hash % this.about.wordings));
    return pairs.get(hash) ?? [];
  }

  /** Return the bits of all questions, or null if they are lost. */
  async meanings() {
    const bits = await this.without(null, this.allMeanings(""));
    this.warm = bits !== null;
    return bits;
  }

  /** Return the vector of a word in whole numbers, or null. */
  async vector(word) {
    const vectors = await this.without(null, this.vectorsAt(fileOf(word, this.about.vectors)));
    return vectors?.get(word) ?? null;
  }

  /** Return what is shown of a question, or null if that is lost. */
  text(number) {
    return this.without(null, this.textAt(number));
  }

  async textAt(number) {
    const { texts } = this.about;
    const { questions } = await this.textsAt(Math.floor(number / texts));
    const text = questions[number % texts];
    if (!text) throw new Error(`there is no text of question ${number}`);
    return text;
  }
}

/** Return the number of the file that has a key, by the first key of each file but the first. */
export function fileOf(key, bounds) {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(key, bounds[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Return whether a text comes before another by code points; JavaScript compares halves of those above U+FFFF. */
export function before(a, b) {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at < 0) return left.length < right.length;
  return at < right.length && left[at].codePointAt(0) < right[at].codePointAt(0);
}

function sized(bytes, length) {
  if (bytes.length !== length) throw new Error("a damaged part of the index");
  return bytes;
}

/** Return the terms of a file by stem. */
export function readTerms(bytes, size) {
  const file = new Reader(bytes);
  const terms = new Map();
  while (file.more) {
    const stem = file.text();
    const rarity = file.number();
    const count = file.number();
    if (count > size) throw new Error("a damaged part of the index");
    const questions = new Uint32Array(count);
    let last = -1;
    for (let i = 0; i < count; i++) questions[i] = last += file.number() + 1;
    if (last >= size) throw new Error("a damaged part of the index");
    terms.set(stem, { rarity, questions, weights: file.bytes(count) });
  }
  return terms;
}

/** Return the questions of each hash. */
export function readPairs(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const pairs = new Map();
  for (let at = 0; at < bytes.length; at += 8) {
    const hash = view.getUint32(at, true);
    pairs.set(hash, [...(pairs.get(hash) ?? []), view.getUint32(at + 4, true)]);
  }
  return pairs;
}

/** Return the vectors of a file by word: in each dimension -3, -1, 1 or 3 times the scale of the word. */
export function readVectors(bytes) {
  const file = new Reader(bytes);
  const vectors = new Map();
  while (file.more) {
    const word = file.text();
    const [scale] = file.bytes(1);
    const packed = file.bytes(PACKED);
    const value = (_, i) => (2 * ((packed[i >> 2] >> (2 * (i & 3))) & 3) - 3) * scale;
    vectors.set(word, Int16Array.from({ length: DIMENSIONS }, value));
  }
  return vectors;
}

/** Reads texts and numbers one after the other; what goes beyond the end is an error. */
class Reader {
  constructor(bytes) {
    Object.assign(this, { all: bytes, at: 0 });
  }

  get more() {
    return this.at < this.all.length;
  }

  bytes(count) {
    this.at += count;
    if (this.at > this.all.length) throw new Error("a damaged part of the index");
    return this.all.subarray(this.at - count, this.at);
  }

  text() {
    const [length] = this.bytes(1);
    return new TextDecoder().decode(this.bytes(length));
  }

  /** A number in groups of seven bits, the lowest first, each byte but the last with its highest bit set (LEB128). */
  number() {
    let value = 0;
    for (let place = 0; place < 32; place += 7) {
      const [byte] = this.bytes(1);
      value |= (byte & 127) << place;
      if (byte < 128) return value >>> 0;
    }
    throw new Error("a damaged part of the index");
  }
}
