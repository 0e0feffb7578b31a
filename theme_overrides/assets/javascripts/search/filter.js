/**
 * Filters, counts and orders of results, from `data/facets.json`, which names questions by their place in learning order.
 *
 * Pagefind has filters of its own, but writes them in another order with every build, and builds of one commit are to be
 * the same bytes.
 */

import { fetchJson, once } from "../site.js";

/** Load for each value of each facet the results that have it, and for each order the rank of each result. */
export const facetsOf = once(async (pagefind) => {
  const [{ version, newest, ...facets }, { results }] = await Promise.all([
    fetchJson("data/facets.json"),
    pagefind.search(null, { sort: { order: "asc" } }),
  ]);
  return membersOf(facets, newest, results.map(({ id }) => id));
});

/** Return the same for `ids` in learning order, of which facets and `newest` have the numbers. */
export function membersOf(facets, newest, ids) {
  const named = (places) => places.map((place) => ids[place]);
  const ranks = (list) => new Map(list.map((id, rank) => [id, rank]));
  const values = (places) => new Map(Object.entries(places).map(([value, all]) => [value, new Set(named(all))]));
  return {
    members: new Map(Object.entries(facets).map(([name, places]) => [name, values(places)])),
    orders: { order: ranks(ids), newest: ranks(named(newest)) },
  };
}

/**
 * Return the results that filters let through, in the order wanted, and how many there would be with each value.
 *
 * Within one facet any of the values will do; a facet's own values are counted as if none of them were chosen.
 */
export function narrow(results, { members, orders }, filters, sort) {
  const passes = (id, facet) => {
    const wanted = filters[facet] ?? [];
    return !wanted.length || wanted.some((value) => members.get(facet).get(value)?.has(id));
  };
  const names = [...members.keys()];
  const counts = {};
  for (const [name, values] of members) {
    const rest = results.filter(({ id }) => names.every((other) => other === name || passes(id, other)));
    const count = (ids) => rest.reduce((sum, { id }) => sum + ids.has(id), 0);
    counts[name] = Object.fromEntries([...values].map(([value, ids]) => [value, count(ids)]));
  }
  const shown = results.filter(({ id }) => names.every((name) => passes(id, name)));
  const rank = ({ id }) => orders[sort].get(id) ?? Infinity;
  return { results: orders[sort] ? shown.toSorted((a, b) => rank(a) - rank(b)) : shown, counts };
}
