/** The data of the map: questions as arrays of numbers, relations as a graph. */

/** Kinds of relation, the strongest first. */
export const KINDS = ["prerequisite", "related", "mentions", "suggested"];
export const LEVELS = ["beginner", "intermediate", "advanced", ""];

/** @typedef {{other: number, kind: number, out: boolean}} Link a relation as seen from one end, `out` at its source */

export class Bank {
  /** Reads what `data/map.json` holds. */
  constructor({ width, height, topics, x, y, rank, difficulty, edges }) {
    Object.assign(this, { width, height, topics, rank, size: x.length, x: sums(x), y: sums(y) });
    this.level = Uint8Array.from(difficulty);
    this.topic = Uint16Array.from(topics.flatMap(({ count }, topic) => Array(count).fill(topic)));
    /** How far apart questions were if they were spread evenly. */
    this.spacing = Math.sqrt((width * height) / (this.size || 1));
    this.central = [...rank.keys()].sort((a, b) => rank[b] - rank[a]);
    /** Relations as [source, target, kind], the strongest and most central first. */
    this.edges = KINDS.flatMap((name, kind) => {
      const weight = ([source, target]) => rank[source] + rank[target];
      return pairs(edges[name] ?? [], kind).sort((a, b) => weight(b) - weight(a));
    });
    /** @type {Link[][]} by question */
    this.links = rank.map(() => []);
    for (const [source, target, kind] of this.edges) {
      this.links[source].push({ other: target, kind, out: true });
      this.links[target].push({ other: source, kind, out: false });
    }
  }

  /** The question nearest to a place, among those shown and at most so far away; -1 if there is none. */
  nearest(x, y, most, shown) {
    // Asking each of 10,000 takes far less than a frame, so there is no index of places.
    let found = -1;
    let best = most * most;
    for (let i = 0; i < this.size; i++) {
      const distance = (this.x[i] - x) ** 2 + (this.y[i] - y) ** 2;
      if (distance < best && shown[i]) [found, best] = [i, distance];
    }
    return found;
  }
}

/** The values of which the first and the differences are given. */
function sums(differences) {
  let last = 0;
  return Int32Array.from(differences, (difference) => (last += difference));
}

function pairs(numbers, kind) {
  const found = [];
  for (let i = 0, source = 0; i < numbers.length; i += 2) {
    source += numbers[i];
    found.push([source, source + numbers[i + 1], kind]);
  }
  return found;
}
