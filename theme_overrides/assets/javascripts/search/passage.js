/** The piece of a page that shows best why it was found. */

import { parts } from "./words.js";

const LONG = 30; // words
const ALIKE = 4; // letters: words that begin with the same ones are taken for one word by two endings
const LEAD = 4; // words before the first that was looked for

/**
 * Return a passage of some thirty words as plain text in pieces, the words that were looked for marked.
 * @param {string} content a page's text as Pagefind keeps it: `<` and `>` escaped, words apart by spaces, or by U+200B
 *     where a language writes none
 * @param {number[]} places the numbers of the words that were looked for
 * @param {{element: string, id: string, text: string, location: number}[]} anchors the headings, the question's own first
 */
export function passage(content, places, anchors) {
  const unspaced = content.includes("\u200B");
  const all = parts(content);
  // The question is shown above the passage already: what is before it, other wordings, is apart from what follows.
  const [before, after] = question(anchors);
  const outside = [...new Set(places)].filter((at) => at < before || at >= after).sort((a, b) => a - b);
  const hits = outside.map((at) => ({ at, what: all[at]?.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "").slice(0, ALIKE) }));
  const apart = [hits.filter(({ at }) => at >= after), hits.filter(({ at }) => at < before)].map(densest);
  const best = hits.length ? apart[apart[1].count > apart[0].count ? 1 : 0].at : answer(anchors);
  const [from, to] = best < before ? [0, before] : [after, all.length];
  const start = Math.max(from, Math.min(best - LEAD, to - LONG));
  const end = Math.min(to, start + LONG);
  const marked = new Set(hits.map(({ at }) => at));
  const pieces = all.slice(start, end).map((text, i) => ({ text: unescaped(text), marked: marked.has(start + i) }));
  const joined = pieces.flatMap((piece, i) => (i && !unspaced ? [{ text: " ", marked: false }, piece] : [piece]));
  if (start > from) joined.unshift({ text: "… ", marked: false });
  if (end < to) joined.push({ text: " …", marked: false });
  return merged(joined);
}

/** Return a page's question with its other wordings, from what Pagefind keeps of the page. */
export function head({ raw_content, anchors }) {
  return unescaped(parts(raw_content).slice(0, question(anchors)[1]).join(" "));
}

/** Return where the question begins and ends. */
function question([title, next]) {
  return title?.element === "h1" ? [title.location, next?.location ?? title.location] : [0, 0];
}

/** Return where the short answer or the answer begins, for a page that was found by its question alone. */
function answer(anchors) {
  const heading = anchors.find(({ id }) => ["q-in-short", "official-answer"].includes(id));
  return heading ? heading.location + heading.text.split(/\s+/).length + LEAD : LEAD;
}

/** Return where the words begin that have the most of what was looked for, and how many different things those are. */
export function densest(hits) {
  let best = { at: 0, count: 0 };
  for (let i = 0; i < hits.length; i++) {
    const found = new Set();
    for (let j = i; j < hits.length && hits[j].at < hits[i].at + LONG - LEAD; j++) found.add(hits[j].what);
    if (found.size > best.count) best = { at: hits[i].at, count: found.size };
  }
  return best;
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

/** Return text of Pagefind's as it is shown. */
function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}
