/** Titles of the bank's questions by their ids, looked up when somebody pauses: each may take a file. */

import { once } from "../site.js";
import { shardAt, shardOf } from "../shards.js";

const PAUSE = 300; // milliseconds without a key

/** Return the promise of the title of a question of the bank, or of nothing if there is none with this id. */
export const titleOf = once(async (id) => {
  const shard = await shardAt(shardOf(id));
  return Object.hasOwn(shard, id) ? shard[id][0] : undefined;
});

export class Titles {
  known = new Map(); // null for an id that no question has

  /** @param {() => void} news is called when more is known */
  constructor(news) {
    this.news = news;
  }

  /** Return the title of a question, null if there is none, or undefined while that is not known. */
  of(id) {
    return this.known.get(id);
  }

  /** Look ids up after a while, unless asked again before. */
  ask(ids) {
    clearTimeout(this.timer);
    const open = ids.filter((id) => !this.known.has(id));
    if (open.length) this.timer = setTimeout(() => this.load(open), PAUSE);
  }

  async load(ids) {
    const found = await Promise.allSettled(ids.map((id) => titleOf(id)));
    const told = found.map(({ status, value }, at) => status === "fulfilled" && this.known.set(ids[at], value ?? null));
    if (told.some(Boolean)) this.news();
  }
}
