/** What a search page shows, in the query of its address. */

import { format, parse } from "../address.js";

/** @typedef {{query: string, filters: Object<string, string[]>, sort: string}} View */

/**
 * Return what an address asks for, as far as there are such facets.
 * @param {number} longest characters of a query, as in the field
 * @returns {View}
 */
export function read(search, facets, longest) {
  const given = parse(search);
  return {
    query: (given.q?.[0] ?? "").trim().slice(0, longest),
    filters: Object.fromEntries(facets.filter((facet) => given[facet]).map((facet) => [facet, given[facet]])),
    sort: given.sort?.[0] ?? "relevance",
  };
}

/** Return the same as text that begins with a question mark, or nothing where all questions are shown. */
export function write({ query, filters, sort }) {
  return format({ q: query || [], ...filters, sort: sort === "relevance" ? [] : sort });
}

/** Return an address with one parameter set, or without it if its value is empty. */
export function withParameter(address, name, value) {
  const changed = new URL(address);
  if (value) changed.searchParams.set(name, value);
  else changed.searchParams.delete(name);
  return changed.href;
}
