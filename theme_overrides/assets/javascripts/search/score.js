/** The scores of questions, as in `search/score.py`: what is added, and in which order, is the same to the last bit. */

import { DIMENSIONS } from "./index.js";

const WEIGHTS = 255; // the largest weight of a posting
const WHOLE = 4.4 / 1.5; // what that weight stands for
const [WEAK, NOTHING] = [0.7, 0.35]; // the least score of a question that resembles a query, and of one that is shown
const [WORTH, FEWEST, FAINT] = [0.4, 10, 0.25]; // shares of the best score, and how many are given down to the lesser one

/**
 * Return what the words of a query say about each question, 1 being about every word once in question and answer.
 * @param {import("./query.js").Unit[]} units
 * @returns {{scores: Float64Array, has: Uint32Array, needed: number}} `has` counts the telling units of a question
 */
export function lexicalScores(units, size) {
  const scores = new Float64Array(size);
  const has = new Uint32Array(size);
  let [total, needed] = [0, 0];
  for (const { forms, weight, telling } of units) {
    const best = new Float64Array(size);
    const whole = new Uint8Array(size);
    for (const form of forms) addForm(form, best, whole);
    for (let i = 0; i < size; i++) {
      scores[i] += weight * best[i];
      if (telling) has[i] += whole[i];
    }
    total += weight;
    needed += telling;
  }
  for (let i = 0; i < size; i++) scores[i] = total ? (scores[i] / total) * (WHOLE / WEIGHTS) : 0;
  return { scores, has, needed };
}

/** Raise the best weight of each question to that of a form, and note which questions have all of it. */
function addForm({ terms }, best, whole) {
  const sums = new Float64Array(best.length);
  const counts = new Uint32Array(best.length);
  let rarities = 0;
  for (const { rarity, questions, weights } of terms) {
    for (let i = 0; i < questions.length; i++) {
      sums[questions[i]] += rarity * weights[i];
      counts[questions[i]]++;
    }
    rarities += rarity;
  }
  for (let i = 0; i < best.length; i++) {
    best[i] = Math.max(best[i], rarities ? sums[i] / rarities : 0);
    if (counts[i] === terms.length) whole[i] = 1;
  }
}

/**
 * Return the cosine of a query and each question, of which one bit says for each dimension where it is.
 * @param {Int16Array[]} vectors those of the distinct words of the query
 * @param {Uint8Array} bits of all questions
 * @param {{mean: number[], mean_unit: number}} about the mean that was taken from questions
 */
export function meaningScores(vectors, bits, { mean, mean_unit: unit }) {
  const sum = new Float64Array(DIMENSIONS);
  for (const vector of vectors) vector.forEach((value, i) => (sum[i] += value));
  scale(sum);
  const query = sum.map((value, i) => value - mean[i] * unit);
  scale(query);
  const bytes = DIMENSIONS / 8;
  const scores = new Float64Array(bits.length / bytes);
  for (let byte = 0; byte < bytes; byte++) {
    const table = new Float64Array(256);
    for (let place = 0; place < 8; place++) {
      const value = query[8 * byte + place];
      for (let pattern = 0; pattern < 256; pattern++) table[pattern] += (pattern >> place) & 1 ? value : -value;
    }
    for (let i = 0; i < scores.length; i++) scores[i] += table[bits[i * bytes + byte]];
  }
  return scores.map((score) => score / Math.sqrt(DIMENSIONS));
}

function scale(vector) {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (length) for (let i = 0; i < vector.length; i++) vector[i] /= length;
}

/**
 * Return the questions to show, the best first, whether none has all words, and whether none even resembles the query.
 * @param {{scores: Float64Array, has: Uint32Array, needed: number}} lexical
 * @param {Float64Array | null} meaning
 * @param {number[]} exact questions that are asked in these very words
 */
export function select({ scores, has, needed }, meaning, exact) {
  const total = meaning ? scores.map((score, i) => score + meaning[i]) : scores;
  const same = new Set(exact);
  const ranked = [...total.keys()].sort((a, b) => same.has(b) - same.has(a) || total[b] - total[a] || a - b);
  const best = total.reduce((most, score) => Math.max(most, score), 0);
  const whole = (number) => needed > 0 && has[number] === needed;
  const near = !exact.length && !ranked.some(whole);
  if (near && best < NOTHING) return { numbers: [], near, weak: true };
  const kept = ranked.filter((number, rank) => {
    const least = (rank < FEWEST ? FAINT : WORTH) * best;
    return same.has(number) || whole(number) || (total[number] > 0 && total[number] >= least);
  });
  return { numbers: kept, near, weak: near && best < WEAK };
}
