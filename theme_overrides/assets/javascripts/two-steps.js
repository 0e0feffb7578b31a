/** The questions within two steps of one, as values: which of them has a card below which of its neighbours. */

import { message } from "./site.js";

/** Return each question once, by its first and so strongest relation, without some. */
export function distinct(relations, ...without) {
  const met = new Set(without);
  return relations.filter(({ id }) => !met.has(id) && met.add(id));
}

/** Return a branch for each neighbour of a question, by its number in the list; `pages` has what their pages say. */
export function branchesOf(own, near, pages) {
  return shareOut(
    near.map((id, at) => {
      const page = pages.get(id);
      return { id, number: at + 1, leads: distinct(page?.relations ?? [], id, own), missing: !page };
    }),
  );
}

/**
 * Give each question one card: its own if it is a neighbour, otherwise below the first branch that leads to it. A card
 * and a branch note the numbers of the other branches that lead there.
 */
export function shareOut(branches) {
  const under = new Map(branches.map(({ id }) => [id, 0]));
  for (const { number, leads } of branches) {
    for (const { id } of leads) if (!under.has(id)) under.set(id, number);
  }
  const noted = (relation) => {
    const others = branches.filter(({ number }) => number !== under.get(relation.id));
    const also = others.filter(({ leads }) => leads.some(({ id }) => id === relation.id));
    return { ...relation, also: also.map(({ number }) => number) };
  };
  return branches.map((branch) => ({
    ...noted(branch),
    next: branch.leads.filter(({ id }) => under.get(id) === branch.number).map(noted),
  }));
}

/** Return how many questions there are, in words; that they could not be loaded, if no page of a neighbour could. */
export function sentence(branches) {
  const missing = branches.filter((branch) => branch.missing).length;
  if (missing === branches.length) return message("two_steps.failed");
  const count = new Set(branches.flatMap(({ id, leads }) => [id, ...leads.map((lead) => lead.id)])).size;
  if (!missing) return message("two_steps.count", { count });
  return `${message("two_steps.at_least", { count })} ${message("two_steps.missing", { count: missing })}`;
}
