/**
 * Filters, counts and orders of results, out of `data/facets.json`, which names questions by their place in learning order.
 *
 * Pagefind has filters of its own, but writes them in another order with every build, and builds of one commit are to be
 * the same bytes.
 */

const NAMES = ["topic", "difficulty", "tag", "status"];

export class Facets {
  constructor(pagefind) {
    this.pagefind = pagefind;
  }

  /**
   * The results that filters let through, in the order wanted, and how many there would be with each value.
   *
   * Within one facet any of the values will do; a facet's own values are counted as if none of them were chosen.
   */
  async view(results, filters, sort = "relevance") {
    this.loaded ??= this.load().catch((error) => {
      this.loaded = undefined; // so that it is tried again
      throw error;
    });
    const { members, orders } = await this.loaded;
    const passes = (id, facet) => {
      const wanted = filters[facet] ?? [];
      return !wanted.length || wanted.some((value) => members[facet]?.get(value)?.has(id));
    };
    const counts = {};
    for (const name of NAMES) {
      const rest = results.filter(({ id }) => NAMES.every((other) => other === name || passes(id, other)));
      const count = (ids) => rest.reduce((sum, { id }) => sum + ids.has(id), 0);
      counts[name] = Object.fromEntries([...members[name]].map(([value, ids]) => [value, count(ids)]));
    }
    const shown = results.filter(({ id }) => NAMES.every((name) => passes(id, name)));
    const order = orders[sort];
    const rank = ({ id }) => order.get(id) ?? Infinity;
    return { results: order ? [...shown].sort((a, b) => rank(a) - rank(b)) : shown, counts };
  }

  async load() {
    const [response, all] = await Promise.all([
      fetch(new URL("../../../data/facets.json", import.meta.url)),
      this.pagefind.search(null, { sort: { order: "asc" } }),
    ]);
    if (!response.ok) throw new Error(`data/facets.json answered ${response.status}`);
    const { newest, ...facets } = await response.json();
    const ids = all.results.map(({ id }) => id);
    const named = (places) => places.map((place) => ids[place]);
    const ranks = (list) => new Map(list.map((id, rank) => [id, rank]));
    const values = (name) => Object.entries(facets[name]).map(([value, places]) => [value, new Set(named(places))]);
    return {
      members: Object.fromEntries(NAMES.map((name) => [name, new Map(values(name))])),
      orders: { order: ranks(ids), newest: ranks(named(newest)) },
    };
  }
}
