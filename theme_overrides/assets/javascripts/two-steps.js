/** The questions within two steps of one, as values: which of them have a card, and below which branch. */

import { message } from "./site.js";

const BEFORE = 4; // these two as in the drawing of one step
const AFTER = 8;
const EACH = 5; // cards below one branch

/** Return each question once, by its first and so strongest relation, without some. */
export function distinct(relations, ...without) {
  const met = new Set(without);
  return relations.filter(({ id }) => !met.has(id) && met.add(id));
}

/** Return the neighbours of a question, and which are shown before and after it; `first` names the kinds to read before. */
export function firstStep({ id, relations }, first) {
  const near = distinct(relations, id);
  const isFirst = ({ kind, backlink }) => first.includes(kind) && !backlink;
  const before = near.filter(isFirst).slice(0, BEFORE);
  const after = near.filter((relation) => !isFirst(relation)).slice(0, AFTER);
  return { near, before, after };
}

/** Return both steps; `pages` has what the pages of the neighbours say, without those that could not be loaded. */
export function bothSteps(own, { near, before, after }, pages) {
  const shown = [...before, ...after];
  const branches = shareOut(
    shown.map((relation, at) => {
      const page = pages.get(relation.id);
      const leads = distinct(page?.relations ?? [], relation.id, own.id);
      return { ...relation, number: at + 1, leads, missing: !page };
    }),
  );
  const known = [...near, ...branches.flatMap((branch) => branch.leads)];
  return {
    title: own.title,
    before: branches.slice(0, before.length),
    after: branches.slice(before.length),
    count: new Set(known.map((relation) => relation.id)).size,
    beyond: near.length - shown.length,
    missing: branches.filter((branch) => branch.missing).length,
  };
}

/**
 * Give each question one card: below the first branch that leads to it and has room. The card notes the numbers of the
 * other branches that lead to it; a branch counts the questions it leads to that have no card at all.
 */
export function shareOut(branches) {
  const under = new Map(branches.map(({ id }) => [id, 0]));
  for (const { number, leads } of branches) {
    const free = leads.filter(({ id }) => !under.has(id)).slice(0, EACH);
    for (const { id } of free) under.set(id, number);
  }
  const noted = (relation) => {
    const others = branches.filter(({ number }) => number !== under.get(relation.id));
    const also = others.filter(({ leads }) => leads.some(({ id }) => id === relation.id));
    return { ...relation, also: also.map(({ number }) => number) };
  };
  return branches.map((branch) => ({
    ...noted(branch),
    next: branch.leads.filter(({ id }) => under.get(id) === branch.number).map(noted),
    more: branch.leads.filter(({ id }) => !under.has(id)).length,
  }));
}

/** Return how many questions there are, in words; without an argument, that they could not be loaded. */
export function sentence(steps) {
  if (!steps) return message("two_steps.failed");
  const { count, beyond, missing } = steps;
  const all = message(beyond || missing ? "two_steps.at_least" : "two_steps.count", { count });
  return missing ? `${all} ${message("two_steps.missing", { count: missing })}` : all;
}
