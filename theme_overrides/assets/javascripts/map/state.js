/** All of the map that changes, and what follows from it. Questions are numbers, and -1 is none. */

import { KINDS, LEVELS } from "./bank.js";
import { pathBetween } from "./path.js";

/** What a relation is called at the question that it leads to, as on that question's page. */
const BACK = ["Builds on this", "Names this as related", "Links to this", "Similar"];

export class State {
  constructor(bank, names, form) {
    Object.assign(this, { bank, names, form, selected: -1, to: -1, hovered: -1 });
  }

  /** Shows questions by topic and difficulty, relations by kind; where nothing is ticked, all of it. */
  filter() {
    const { bank, form } = this;
    const ticked = new FormData(form);
    const has = (name) => (value) => !ticked.has(name) || ticked.getAll(name).includes(value);
    const topics = bank.topics.map(({ id }) => id).map(has("topic"));
    const levels = LEVELS.map(has("difficulty"));
    this.shown = bank.topic.map((topic, at) => topics[topic] && levels[bank.level[at]]);
    this.kinds = KINDS.map(has("kind"));
    this.aim(this.to);
  }

  select(at) {
    this.selected = at;
    this.aim(-1);
  }

  /** Looks for the path from the selected question to another. */
  aim(to) {
    this.to = to;
    this.path = to < 0 ? null : pathBetween(this.bank, this.selected, to, (link) => this.open(link));
  }

  /** Whether a link and its other end are shown. */
  open({ kind, other }) {
    return this.kinds[kind] && (this.shown[other] || other === this.to);
  }

  linksOf(at) {
    return this.bank.links[at].filter((link) => this.open(link));
  }

  about(at) {
    const { topics, topic, level } = this.bank;
    return topics[topic[at]].title + (level[at] < 3 ? `, ${LEVELS[level[at]]}` : "");
  }

  words({ kind, out }) {
    return out ? this.form.querySelector(`[value=${KINDS[kind]}]`).dataset.label : BACK[kind];
  }
}
