/** The data of the map: questions as arrays of numbers, relations as a graph. */

/** @typedef {{other: number, kind: number, out: boolean}} Link a relation as seen from one end, `out` at its source */

export class Bank {
  /** Read `data/map.json`: its kinds are the strongest first; a question without a level has the number after the last. */
  constructor({ width, height, topics, kinds, levels, x, y, rank, difficulty, edges }) {
    Object.assign(this, { width, height, topics, kinds, rank, size: x.length, x: sums(x), y: sums(y) });
    this.levels = [...levels, ""];
    this.level = Uint8Array.from(difficulty);
    this.topic = Uint16Array.from(topics.flatMap(({ count }, topic) => Array(count).fill(topic)));
    /** How far apart questions were if they were spread evenly. */
    this.spacing = Math.sqrt((width * height) / (this.size || 1));
    this.central = [...rank.keys()].sort((a, b) => rank[b] - rank[a]);
    /** @type {Link[][]} by question, the strongest first */
    this.links = rank.map(() => []);
    for (const [source, target, kind] of kinds.flatMap(({ name }, kind) => pairs(edges[name] ?? [], kind))) {
      this.links[source].push({ other: target, kind, out: true });
      this.links[target].push({ other: source, kind, out: false });
    }
  }

  /** Return the question nearest to a point, among those shown and at most so far away; -1 if there is none. */
  nearest(x, y, most, shown) {
    // Asking each of 10,000 takes far less than a frame, so there is no spatial index.
    const distance = (at) => (shown[at] ? Math.hypot(this.x[at] - x, this.y[at] - y) : Infinity);
    return least(this.central, distance, most) ?? -1;
  }
}

/** Return the item of which a measure is least, and less than `most`; undefined if there is none. */
export function least(items, measure, most) {
  let found;
  for (const item of items) {
    const measured = measure(item);
    if (measured < most) [found, most] = [item, measured];
  }
  return found;
}

/** Return the values whose first and differences are given. */
export function sums(differences) {
  let last = 0;
  return Int32Array.from(differences, (difference) => (last += difference));
}

/** Return [source, target, kind] of each relation: two numbers are the step to its source, then on to its target. */
export function pairs(numbers, kind) {
  const found = [];
  for (let i = 0, source = 0; i < numbers.length; i += 2) {
    source += numbers[i];
    found.push([source, source + numbers[i + 1], kind]);
  }
  return found;
}

/**
 * Return of each question the link to what is nearest on the map, as [question, link], the most central question first;
 * none that is long. So few lines hardly cross, and still tell what belongs together.
 */
export function nearestLinks({ x, y, spacing, central, links }, open) {
  const nearest = central.map((at) => {
    const distance = (link) => (open(link, at) ? Math.hypot(x[link.other] - x[at], y[link.other] - y[at]) : Infinity);
    return [at, least(links[at], distance, 2 * spacing)];
  });
  return nearest.filter(([, link]) => link);
}

/** Return the questions of the shortest path, each with the link to it, or null; `open` says which links may be used. */
export function pathBetween({ links, kinds }, from, to, open) {
  const came = new Map();
  // Costs are small whole numbers, so questions wait in a list for each cost (Dial, 1969).
  const waiting = [[[from, null, null]]];
  for (let cost = 0; cost < waiting.length && !came.has(to); cost++) {
    for (const [at, before, link] of waiting[cost] ?? []) {
      if (came.has(at)) continue;
      came.set(at, [before, link]);
      for (const next of links[at]) {
        if (came.has(next.other) || !open(next)) continue;
        (waiting[cost + kinds[next.kind].cost] ??= []).push([next.other, at, next]);
      }
    }
  }
  if (!came.has(to)) return null;
  const path = [];
  for (let at = to; at !== null; [at] = came.get(at)) path.unshift({ at, link: came.get(at)[1] });
  return path;
}
