/** Ids of questions like one that there is none of. */

import { distance } from "./search/spelling.js";
import { plain } from "./site.js";

const FEWEST = 4; // letters that say something
const WORDS = 8; // letters of which some may be wrong even if an id goes on after them
const LAST = "~"; // comes after every character of an id

/** Return the id that an address may mean: its last part, written as ids are. */
export function idAsked(path) {
  const part = path.split("/").findLast((one) => one && !/^index\.html?$/.test(one)) ?? "";
  return plain(decoded(part))
    .replace(/\.(html?|md|ya?ml)$/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Return the numbers of the files that have the ids around one, and those that begin with it.
 * @param {string[]} bounds the first id of each file but the first, in order
 */
export function filesAround(id, bounds) {
  const numbers = [id, id + LAST].map((key) => bounds.filter((bound) => bound <= key).length);
  return [...new Set(numbers)];
}

/** Return the characters of a text from the last to the first. */
export function backwards(text) {
  return [...text].reverse().join("");
}

/** Return how many letters of an id may be wrong, left out or too many. */
export function slipsIn({ length }) {
  if (length < FEWEST) return 0;
  if (length < 8) return 1;
  return length < 20 ? 2 : 3;
}

/** Return the ids that are meant most likely, at most so many: by a slip, or else as a beginning or an end. */
export function meant(asked, ids, most) {
  const [slips, parts] = [[], []];
  for (const id of new Set(ids)) {
    const off = slipsBetween(asked, id);
    if (off <= slipsIn(asked)) slips.push({ id, off });
    else if (isPart(asked, id)) parts.push({ id, off: Math.abs(id.length - asked.length) });
  }
  // What many ids have in common says little about which of them is meant.
  const found = [slips, parts.length > most ? [] : parts].flatMap((list) => list.sort((a, b) => a.off - b.off));
  return found.slice(0, most).map(({ id }) => id);
}

function slipsBetween(asked, id) {
  const most = slipsIn(asked);
  return Math.abs(asked.length - id.length) > most ? Infinity : distance(asked, id, most);
}

/** Return whether one of two ids begins with the other, or ends with its words; the beginning of one may have slips. */
function isPart(asked, id) {
  if (asked.length >= WORDS && slipsBetween(asked, id.slice(0, asked.length)) <= slipsIn(asked)) return true;
  const [short, long] = asked.length < id.length ? [asked, id] : [id, asked];
  return short.length >= FEWEST && (long.startsWith(short) || long.endsWith(`-${short}`));
}
