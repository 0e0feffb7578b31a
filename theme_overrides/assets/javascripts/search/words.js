/** Words and their stems: what questions are indexed by, and queries looked up by, as in `search/words.py`. */

import { plain } from "../site.js";

const LONGEST = 40; // characters of a word
const SHORTEST_STEM = 4;
/** Characters of scripts that put no spaces between words: Han, Hiragana and Katakana. */
const UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff";
const WORD = new RegExp(`[\\p{L}\\p{N}]+(?:['’][\\p{L}\\p{N}]+)*(?:(?<![${UNSPACED}])(?:\\+\\+|#))?`, "gu");
const RUNS = new RegExp(`([${UNSPACED}]+)`, "u");
const TOKENS = new RegExp(`[${UNSPACED}]|[^\\s${UNSPACED}]+`, "gu");
const ENDINGS = "ations ation ingly ments ment ions ings edly ing ers ion ies ied ely ed er es ly s y e".split(" ");

/**
 * Return the words of a text in order: lower case, without accents and apostrophes, `c++` and `c#` as one word. A run of
 * a script without spaces gives each pair of adjacent characters.
 */
export function words(text) {
  return (plain(text).match(WORD) ?? []).flatMap((word) => parts(cut(word.replace(/['’]/g, ""))));
}

function cut(word) {
  return word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word;
}

function parts(word) {
  const runs = word.split(RUNS).filter(Boolean);
  return runs.flatMap((run) => {
    const letters = [...run];
    return letters.length > 1 && RUNS.test(run) ? letters.slice(1).map((letter, i) => letters[i] + letter) : [run];
  });
}

/** Return a word without one common ending and without a doubled last consonant, if four letters remain. */
export function stem(word) {
  if (word.endsWith("ss")) return word;
  const ending = ENDINGS.find((one) => word.endsWith(one) && lengthOf(word) - one.length >= SHORTEST_STEM);
  if (!ending) return word.endsWith("s") && lengthOf(word) > SHORTEST_STEM - 1 ? word.slice(0, -1) : word;
  const rest = word.slice(0, -ending.length);
  const doubled = /([^aeiouls])\1$/u.test(rest) && lengthOf(rest) > SHORTEST_STEM;
  return doubled ? rest.slice(0, -1) : rest;
}

function lengthOf(word) {
  return [...word].length;
}

/** Return a wording as it is compared with another: NFKC, lower case, single spaces, no final punctuation. */
export function normalForm(text) {
  const spaced = text.normalize("NFKC").toLowerCase().trim().split(/\s+/).join(" ");
  return spaced.replace(/[?.!… ]+$/, "");
}

/** Return the tokens of a text as it is read: each with its stems, and whether a space follows. */
export function tokens(text) {
  const found = [...text.matchAll(TOKENS)];
  return found.map(({ 0: token, index }, i) => {
    const around = RUNS.test(token) ? [found[i - 1]?.[0], token, found[i + 1]?.[0]].filter((one) => one && RUNS.test(one)) : [token];
    const next = found[i + 1]?.index ?? text.length;
    return { text: token, stems: words(around.join("")).map(stem), spaced: next > index + token.length };
  });
}
