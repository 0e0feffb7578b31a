/** The shortest way between two questions. */

/** What a step over each kind costs: a suggestion is as long as two relations that people made. */
const COST = [1, 1, 1, 2];

/** Gives the questions on the way, each with the link to it, or null; `open` says which links may be used. */
export function pathBetween(bank, from, to, open) {
  const came = new Map();
  // Costs are small whole numbers, so questions wait in a list for each cost (Dial, 1969).
  const waiting = [[[from, from, null]]];
  for (let cost = 0; cost < waiting.length && !came.has(to); cost++) {
    for (const [at, before, link] of waiting[cost] ?? []) {
      if (came.has(at)) continue;
      came.set(at, [before, link]);
      for (const next of bank.links[at]) {
        if (!came.has(next.other) && open(next)) (waiting[cost + COST[next.kind]] ??= []).push([next.other, at, next]);
      }
    }
  }
  if (!came.has(to)) return null;
  const path = [];
  for (let at = to; ; at = came.get(at)[0]) {
    path.unshift({ at, link: came.get(at)[1] });
    if (at === from) return path;
  }
}
