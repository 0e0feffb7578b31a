/** Beside the map: the selected question, its relations with their reasons, and the path from it to another. */

import { relationsOf } from "../relations.js";
import { make, message, pageOf, pieces } from "../site.js";

export class Panel {
  constructor(element, state, select) {
    Object.assign(this, { element, state, select });
    this.way = element.querySelector("details");
    this.title = element.querySelector("h2");
  }

  /** Show what is selected, or nothing. */
  show() {
    const { element, state } = this;
    element.hidden = state.selected < 0;
    this.way.open = state.to >= 0;
    if (element.hidden) return;
    this.title.replaceChildren(this.link(state.selected));
    element.querySelector(".qb-where").textContent = state.about(state.selected);
    element.querySelector(".qb-map__relations").replaceChildren(...this.groups());
    element.querySelector(".qb-map__path").replaceChildren(...this.path());
  }

  link(at) {
    const { ids, titles } = this.state.names;
    return make("a", { href: pageOf(ids[at]), dir: "auto" }, titles[at]);
  }

  /** Return the relations grouped by what they are called from here, first outgoing and central ones. */
  groups() {
    const { state } = this;
    const { selected, names, bank } = state;
    const groups = new Map();
    const order = (a, b) => b.out - a.out || a.kind - b.kind || bank.rank[b.other] - bank.rank[a.other];
    for (const link of state.linksOf(selected).sort(order)) {
      const name = state.words(link);
      const kind = { "data-kind": bank.kinds[link.kind].name };
      if (!groups.has(name)) groups.set(name, make("ul", { class: "qb-relations", ...kind }));
      const there = make("button", { type: "button", class: "qb-map__there", dir: "auto" }, names.titles[link.other]);
      there.onclick = () => this.select(link.other);
      groups.get(name).append(make("li", {}, there, this.reason(selected, link)));
    }
    const heading = (name, { dataset }) => make("h3", { class: "qb-kind", "data-kind": dataset.kind }, name);
    return [...groups].flatMap(([name, list]) => [heading(name, list), list]);
  }

  /** Return the path, or a sentence that there is none. */
  path() {
    const { to, path, bank } = this.state;
    if (to < 0) return [];
    if (!path) return pieces("map.no_path_to", { question: this.link(to) });
    const steps = path.map(({ at, link }, i) => {
      if (!link) return make("li", {}, this.link(at));
      const kind = make("span", { class: "qb-kind", "data-kind": bank.kinds[link.kind].name }, this.state.words(link));
      return make("li", {}, kind, " ", this.link(at), this.reason(path[i - 1].at, link));
    });
    return [make("ol", {}, ...steps)];
  }

  /** Return an element for the reason of a relation, which is filled in once its page has been read. */
  reason(at, { other, kind, out }) {
    const place = make("span", { class: "qb-reason", dir: "auto" });
    const { names: { ids }, bank, selected } = this.state;
    const { name, backlinks } = bank.kinds[kind];
    // The page of the selected question lists its backlinks too, of the kinds that have them.
    const here = out || (at === selected && backlinks);
    const [page, end] = here ? [ids[at], ids[other]] : [ids[other], ids[at]];
    relationsOf(page).then(
      ({ relations }) => {
        const told = relations.filter((one) => one.id === end && one.kind === name);
        place.textContent = told.find(({ backlink }) => backlink === (here && !out))?.reason ?? "";
      },
      () => (place.textContent = message("map.reason_failed")),
    );
    return place;
  }
}
