/** Terms that stand for each other, as `content/glossary.yml` says. */

import { words } from "./words.js";

/** @returns {Promise<string[][][]>} groups of forms, each a list of words; rejects where they cannot be loaded */
export async function glossary() {
  const response = await fetch(new URL("../../../data/glossary.json", import.meta.url));
  if (!response.ok) throw new Error(`data/glossary.json answered ${response.status}`);
  const { groups } = await response.json();
  return groups.map((forms) => forms.map(words).filter((form) => form.length));
}

/** Where forms stand in a query: their place, how many words they take, and the other forms of their group. */
export function groupsIn(asked, groups) {
  const found = [];
  for (const forms of groups) {
    for (const form of forms) {
      const at = asked.findIndex((_, i) => form.every((word, j) => asked[i + j] === word));
      if (at >= 0) found.push({ at, length: form.length, others: forms.filter((other) => other !== form) });
    }
  }
  return found;
}
