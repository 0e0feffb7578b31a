/** What a search page shows, in the query of its address, so that a link to it can be given away. */

const FACETS = ["topic", "difficulty", "tag", "status"];
const LONGEST = 200; // letters of a query, as in the field

/** @typedef {{query: string, filters: Object<string, string[]>, sort: string}} View */

/** @returns {View} */
export function read(search) {
  const given = new URLSearchParams(search);
  const values = FACETS.map((facet) => [facet, [...new Set(given.getAll(facet))]]);
  return {
    query: (given.get("q") ?? "").trim().slice(0, LONGEST),
    filters: Object.fromEntries(values.filter(([, chosen]) => chosen.length)),
    sort: given.get("sort") ?? "relevance",
  };
}

/** Gives the same as text that begins with a question mark, or nothing where all questions are shown. */
export function write({ query, filters, sort }) {
  const said = new URLSearchParams(query ? { q: query } : {});
  for (const facet of FACETS) for (const value of filters[facet] ?? []) said.append(facet, value);
  if (sort !== "relevance") said.set("sort", sort);
  const text = said.toString();
  return text && `?${text}`;
}
