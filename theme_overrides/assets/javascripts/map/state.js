/** All of the map that changes, and what follows from it. Questions are numbers, and -1 is none. */

import { ticked } from "../address.js";
import messages from "../messages.js";
import { message } from "../site.js";
import { nearestLinks, pathBetween } from "./bank.js";

/** Return which questions and which kinds of relation filters show: where nothing of a filter is ticked, all. */
export function visible({ topics, topic, levels, level, kinds }, filters) {
  const has = (name) => (value) => filters[name]?.includes(value) ?? true;
  const [ofTopic, ofLevel] = [topics.map(({ id }) => id).map(has("topic")), levels.map(has("difficulty"))];
  const shown = topic.map((one, at) => ofTopic[one] && ofLevel[level[at]]);
  return { shown, kinds: kinds.map(({ name }) => name).map(has("kind")) };
}

export class State {
  constructor(bank, names, form) {
    Object.assign(this, { bank, names, form, selected: -1, to: -1, hovered: -1 });
  }

  filter() {
    this.filters = ticked(this.form);
    Object.assign(this, visible(this.bank, this.filters));
    this.nearest = nearestLinks(this.bank, (link, at) => this.shown[at] && this.open(link));
    this.select(this.selected, this.to);
  }

  /** Select a question, and find the path from it to another if there is one; return whether that is a change. */
  select(selected, to) {
    const changed = selected !== this.selected || to !== this.to;
    Object.assign(this, { selected, to });
    this.path = to < 0 ? null : pathBetween(this.bank, selected, to, (link) => this.open(link));
    return changed;
  }

  /** Return whether a link and its other end are shown. */
  open({ kind, other }) {
    return this.kinds[kind] && (this.shown[other] || other === this.to);
  }

  linksOf(at) {
    return this.bank.links[at].filter((link) => this.open(link));
  }

  /** Return what is drawn, as [question, link]: the path, else all relations of what is selected, else few of each. */
  drawn() {
    const { path, selected } = this;
    if (path) return path.slice(1).map(({ link }, i) => [path[i].at, link]);
    return selected < 0 ? this.nearest : this.linksOf(selected).map((link) => [selected, link]);
  }

  about(at) {
    const { topics, topic, levels, level } = this.bank;
    const name = levels[level[at]];
    const { title } = topics[topic[at]];
    return name ? message("map.about", { topic: title, difficulty: messages.difficulty[name] }) : title;
  }

  /** Return what a link is called at the end it is seen from, as on that question's page. */
  words({ kind, out }) {
    return messages.kinds[this.bank.kinds[kind].name][out ? "label" : "incoming"];
  }
}
