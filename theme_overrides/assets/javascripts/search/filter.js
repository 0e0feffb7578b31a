/** Filters, counts and orders of questions, from `data/facets.json`: a question's number is its place in learning order. */

import { fetchJson, once } from "../site.js";

/** Load for each value of each facet the questions that have it, and for each order the rank of each question. */
export const facetsOf = once(async () => {
  const { version, newest, ...facets } = await fetchJson("data/facets.json");
  return membersOf(facets, newest);
});

/** Return the same from the numbers of each value, and those of all questions, the newest first. */
export function membersOf(facets, newest) {
  const values = (numbers) => new Map(Object.entries(numbers).map(([value, all]) => [value, new Set(all)]));
  return {
    members: new Map(Object.entries(facets).map(([name, numbers]) => [name, values(numbers)])),
    newest: new Map(newest.map((number, rank) => [number, rank])),
  };
}

/**
 * Return the questions that filters let through, in the order wanted, and how many there would be with each value.
 *
 * Within one facet any of the values will do; a facet's own values are counted as if none of them were chosen.
 * @param {number[]} numbers
 */
export function narrow(numbers, { members, newest }, filters, sort) {
  const passes = (number, facet) => {
    const wanted = filters[facet] ?? [];
    return !wanted.length || wanted.some((value) => members.get(facet).get(value)?.has(number));
  };
  const names = [...members.keys()];
  const counts = {};
  for (const [name, values] of members) {
    const rest = numbers.filter((number) => names.every((other) => other === name || passes(number, other)));
    const count = (all) => rest.reduce((sum, number) => sum + all.has(number), 0);
    counts[name] = Object.fromEntries([...values].map(([value, all]) => [value, count(all)]));
  }
  const shown = numbers.filter((number) => names.every((name) => passes(number, name)));
  const ranks = { order: (number) => number, newest: (number) => newest.get(number) ?? Infinity };
  const rank = ranks[sort];
  return { results: rank ? shown.toSorted((a, b) => rank(a) - rank(b)) : shown, counts };
}
