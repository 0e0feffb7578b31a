/** The words of queries and pages. */

/** Return the words of a text in their order, as the vocabulary has them. */
export function spoken(text) {
  return text.toLowerCase().normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Return the same, each word once. */
export function words(text) {
  return [...new Set(spoken(text))];
}

/** Return the words of a query that are not stop words, or all if all are; in a compound, "k-means", each word counts. */
export function telling(query, stopWords) {
  const compounds = query.toLowerCase().normalize("NFC").match(/[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*/gu) ?? [];
  const kept = words(compounds.filter((word) => !stopWords.has(word)).join(" "));
  return kept.length ? kept : words(query);
}

/** Return the words of a page as Pagefind numbers them: apart by spaces, or by U+200B where a language writes none. */
export function parts(content) {
  return content.split(content.includes("\u200B") ? "\u200B" : /\s+/);
}
