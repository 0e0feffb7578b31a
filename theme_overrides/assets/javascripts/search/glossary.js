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
  const others = (forms, form) => forms.filter((other) => other !== form);
  const found = (forms) => (form) => ({ at: positionOf(form, asked), length: form.length, others: others(forms, form) });
  return groups.flatMap((forms) => forms.map(found(forms))).filter(({ at }) => at >= 0);
}

/** Return where words follow each other in a query, or -1. */
export function positionOf(form, asked) {
  return asked.findIndex((_, i) => form.every((word, j) => asked[i + j] === word));
}
