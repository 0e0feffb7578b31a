/** Terms that stand for each other, as `content/glossary.yml` says. */

import { fetchJson } from "../site.js";
import { words } from "./words.js";

/** @returns {Promise<string[][][]>} groups of forms, each a list of words; rejects if they cannot be loaded */
export async function glossary() {
  const { groups } = await fetchJson("data/glossary.json");
  return groups.map((forms) => forms.map(words).filter((form) => form.length));
}

/** Return where forms are in a query: their position, how many words they take, and the other forms of their group. */
export function groupsIn(asked, groups) {
  const found = [];
  for (const forms of groups) {
    for (const form of forms) {
      const at = positionOf(form, asked);
      if (at >= 0) found.push({ at, length: form.length, others: forms.filter((other) => other !== form) });
    }
  }
  return found;
}

/** Return where words follow each other in a query, or -1. */
export function positionOf(form, asked) {
  return asked.findIndex((_, i) => form.every((word, j) => asked[i + j] === word));
}
