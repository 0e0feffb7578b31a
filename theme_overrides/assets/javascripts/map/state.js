/** All of the map that changes, and what follows from it. Questions are numbers, and -1 is none. */

import { format, parse, ticked } from "../address.js";
import messages from "../messages.js";
import { message } from "../site.js";
import { pathBetween } from "./bank.js";

/** Return which questions and which kinds of relation filters show: where nothing of a filter is ticked, all. */
export function visible({ topics, topic, levels, level, kinds }, filters) {
  const has = (name) => (value) => filters[name]?.includes(value) ?? true;
  const [ofTopic, ofLevel] = [topics.map(({ id }) => id).map(has("topic")), levels.map(has("difficulty"))];
  const shown = topic.map((one, at) => ofTopic[one] && ofLevel[level[at]]);
  return { shown, kinds: kinds.map(({ name }) => name).map(has("kind")) };
}

/** Return what an address asks for; a number that is none is NaN. */
export function readAddress(search) {
  const { question: [question] = [], to: [to] = [], x, y, zoom, ...filters } = parse(search);
  return { filters, question, to, view: [x, y, zoom].map(parseFloat) };
}

/** Return what is seen, as a query of the address. */
export function writeAddress(filters, { question, to }, view) {
  const [x, y, zoom] = view.isWhole ? [] : [Math.round(view.x), Math.round(view.y), (view.scale / view.fit).toFixed(2)];
  return format({ ...filters, question, to, x, y, zoom });
}

export class State {
  constructor(bank, names, form) {
    Object.assign(this, { bank, names, form, selected: -1, to: -1, hovered: -1 });
  }

  filter() {
    this.filters = ticked(this.form);
    Object.assign(this, visible(this.bank, this.filters));
    this.aim(this.to);
  }

  select(at) {
    this.selected = at;
    this.aim(-1);
  }

  /** Find the path from the selected question to another. */
  aim(to) {
    this.to = to;
    this.path = to < 0 ? null : pathBetween(this.bank, this.selected, to, (link) => this.open(link));
  }

  /** Return whether a link and its other end are shown. */
  open({ kind, other }) {
    return this.kinds[kind] && (this.shown[other] || other === this.to);
  }

  linksOf(at) {
    return this.bank.links[at].filter((link) => this.open(link));
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
