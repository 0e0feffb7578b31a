/** The piece of an answer that shows best why it was found. */

import { tokens } from "./words.js";

const LONG = 30; // tokens
const LEAD = 4; // tokens before the first that was looked for
const BETWEEN = " · "; // between a paragraph or item that ends without punctuation and the next

/**
 * Return an excerpt as plain text in pieces, the words that were looked for marked.
 * @param {string[]} blocks the paragraphs, items and cells of an answer
 * @param {Map<string, number>} wanted the rarity of each stem that was looked for
 * @returns {{text: string, marked: boolean}[]}
 */
export function excerpt(blocks, wanted) {
  const all = blocks.flatMap((block, number) => {
    const found = tokens(block).map((token, place) => ({ ...token, number, place, hits: token.stems.filter((one) => wanted.has(one)) }));
    const last = found.at(-1);
    const more = number < blocks.length - 1;
    if (last) Object.assign(last, { after: !more ? "" : /[\p{P}]$/u.test(last.text) ? " " : BETWEEN });
    return found;
  });
  if (!all.length) return [];
  const best = densest(all, wanted);
  const start = Math.max(best - Math.min(all[best].place, LEAD), 0);
  const from = Math.max(0, Math.min(start, all.length - LONG));
  const shown = all.slice(from, from + LONG);
  const pieces = shown.flatMap((token, i) => {
    const piece = { text: token.text, marked: token.hits.length > 0 };
    const gap = i === shown.length - 1 ? "" : (token.after ?? (token.spaced ? " " : ""));
    return gap ? [piece, { text: gap, marked: false }] : [piece];
  });
  if (from > 0) pieces.unshift({ text: "… ", marked: false });
  if (from + LONG < all.length) pieces.push({ text: "\u00a0…", marked: false });
  return merged(pieces);
}

/** Return where the tokens begin that have the rarest different words of those looked for; the first, if there are none. */
export function densest(all, wanted) {
  let best = { at: 0, worth: 0 };
  for (let i = 0; i < all.length; i++) {
    if (!all[i].hits.length) continue;
    const found = new Set(all.slice(i, i + LONG - LEAD).flatMap(({ hits }) => hits));
    const worth = [...found].reduce((sum, one) => sum + wanted.get(one), 0);
    if (worth > best.worth) best = { at: i, worth };
  }
  return best.at;
}

/** Return pieces with neighbours that are both marked, or both not, as one. */
export function merged(pieces) {
  const whole = [];
  for (const { text, marked } of pieces) {
    const last = whole.at(-1);
    if (last?.marked === marked) last.text += text;
    else whole.push({ text, marked });
  }
  return whole;
}
