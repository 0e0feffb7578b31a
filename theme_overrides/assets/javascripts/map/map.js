/** The map of the whole bank: puts the parts together. */

import { format, parse, tick } from "../address.js";
import { fetchJson, message, pageOf } from "../site.js";
import { Bank } from "./bank.js";
import { followKeys, followPointers, linkTowards } from "./input.js";
import { Finder, Names } from "./names.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { State } from "./state.js";
import { View } from "./view.js";

const READABLE = 24; // pixels between questions, as far apart as they are on average, at which they can be told apart
const WIDE = 960; // pixels from which there is room beside the map, as in the style sheet
const root = document.querySelector(".qb-map");
const part = (name) => root.querySelector(`.qb-map__${name}`);
const say = (words) => (part("said").textContent = words);

class Explorer {
  constructor(map) {
    this.canvas = part("canvas");
    this.bank = new Bank(map);
    this.names = new Names(map.named, this.bank.size, root.dataset.names);
    this.state = new State(this.bank, this.names, part("filters"));
    this.view = new View(this.bank, () => this.changed());
    this.picture = new Picture(this.canvas, this.view, this.state);
    const select = (at) => this.select(at).then(() => this.panel.title.firstChild.focus());
    this.panel = new Panel(part("panel"), this.state, select);
  }

  /** Replace the drawing, and show what the address asks for. */
  async open() {
    const { view, picture } = this;
    this.filter();
    picture.resize();
    await this.restore();
    view.look(...view.goal);
    part("fold").open = innerWidth >= WIDE;
    new ResizeObserver(() => picture.resize()).observe(this.canvas);
    new MutationObserver(() => picture.repaint()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    this.listen();
    root.dataset.ready = "";
    this.changed();
  }

  /** Show what the address asks for: at first, and after a step through the history. */
  async restore() {
    const { canvas, names, panel, state, view } = this;
    const { question: [question] = [], to: [to] = [], x, y, zoom, ...filters } = parse(location.search);
    const [left, top, nearer] = [x, y, zoom].map(parseFloat);
    if (question) await this.allNames();
    const selected = names.complete ? names.ids.indexOf(question) : -1;
    const end = selected < 0 ? -1 : names.ids.indexOf(to);
    const inPanel = panel.element.contains(document.activeElement);
    tick(state.form, filters);
    this.filter(); // before a path is looked for
    if (state.select(selected, end)) this.show();
    if (inPanel) (selected < 0 ? canvas : panel.title.firstChild).focus({ preventScroll: true });
    if (Number.isFinite(left + top + nearer)) view.fly(left, top, nearer * view.fit);
    else if (selected < 0) view.whole();
  }

  /** Draw what has changed, and once nothing changes write it into the address. */
  changed() {
    this.picture.draw();
    clearTimeout(this.rest);
    if ("ready" in root.dataset) this.rest = setTimeout(() => this.settle(), 150);
  }

  settle() {
    const { names, view, bank } = this;
    if (!names.complete && view.scale * bank.spacing > 32) this.allNames().then(() => this.picture.repaint());
    this.write();
  }

  /** Write what is seen into the address: of the current entry of the history, or of a new one. */
  write(how = "replaceState") {
    const { names: { ids }, state, view } = this;
    const { filters, selected, to } = state;
    const query = format({ ...filters, question: ids[selected], to: ids[to], ...view.told(selected >= 0) });
    history[how](null, "", query || location.pathname);
  }

  allNames() {
    return this.names.load().catch(() => say(message("map.titles_failed")));
  }

  /** Select a question and perhaps the end of a path, as a new entry of the history; `how` tells how it was reached. */
  async select(at, to = -1, how = "") {
    await this.allNames();
    const { names, state } = this;
    if (!names.complete) return;
    this.write();
    const changed = state.select(at, to);
    this.show(how);
    if (changed) this.write("pushState");
  }

  /** Show what is selected, and say so. */
  show(how = "") {
    const { names, state, view } = this;
    const { path, selected: at, to } = state;
    part("topics").open = at < 0 || innerWidth >= WIDE;
    this.refresh();
    if (at >= 0) view.frame([at, ...state.drawn().map(([, { other }]) => other)], path ? 0 : READABLE);
    if (at < 0) return say(message("map.nothing_selected"));
    if (to >= 0) return say(path ? message("map.path", { count: path.length - 1 }) : message("map.no_path"));
    const title = message("map.selected", { title: names.titles[at], about: state.about(at) });
    say(`${title} ${how} ${message("map.relations", { count: state.linksOf(at).length })}`);
  }

  clear() {
    return this.select(-1).then(() => this.home());
  }

  home() {
    this.canvas.focus({ preventScroll: true });
  }

  /** Show the path from the selected question to another, or none. */
  aim(to) {
    return this.select(this.state.selected, to);
  }

  filter() {
    const { state } = this;
    state.filter();
    part("shown").textContent = state.shown.filter(Boolean).length;
    this.refresh();
  }

  refresh() {
    this.panel.show();
    this.picture.repaint();
    this.changed();
  }

  /** Return the question at a point of the screen, at most so many pixels away. */
  at(x, y, pixels) {
    return this.bank.nearest(...this.view.toMap(x, y), pixels / this.view.scale, this.state.shown);
  }

  hover(x, y) {
    const { names, state, view } = this;
    const found = this.at(x, y, 12);
    if (found >= 0 && !names.titles[found]) this.allNames();
    const tip = part("tip");
    tip.textContent = names.titles[found] ?? "";
    const below = y < view.height / 2 ? y + 16 : y - 8 - tip.offsetHeight;
    tip.style.transform = `translate(${Math.min(x + 12, view.width - tip.offsetWidth)}px, ${below}px)`;
    if (found === state.hovered) return;
    state.hovered = found;
    this.picture.draw();
  }

  click(x, y, touch) {
    const found = this.at(x, y, touch ? 24 : 14);
    if (found >= 0) this[this.panel.way.open ? "aim" : "select"](found);
    else if (this.state.selected >= 0) this.clear();
  }

  /** Open what is selected, or select what is nearest to the middle. */
  enter() {
    const { bank, names, state, view } = this;
    if (state.selected >= 0) return location.assign(pageOf(names.ids[state.selected]));
    const found = bank.nearest(view.x, view.y, Infinity, state.shown);
    return found < 0 ? say(message("map.none_shown")) : this.select(found);
  }

  escape() {
    if (this.state.to >= 0) this.aim(-1);
    else if (this.state.selected >= 0) this.clear();
  }

  /** Follow a relation of what is selected, or move the map. */
  arrow(dx, dy) {
    const { bank, state } = this;
    if (state.selected < 0) {
      return this.view.pan(-80 * dx, -80 * dy);
    }
    const link = linkTowards(bank, state.selected, state.linksOf(state.selected), dx, dy);
    if (!link) return say(message("map.no_relation"));
    return this.select(link.other, -1, message("map.reached", { kind: state.words(link) }));
  }

  listen() {
    const { canvas, panel, state, view } = this;
    part("in").onclick = () => view.zoom(1.5);
    part("out").onclick = () => view.zoom(1 / 1.5);
    part("whole").onclick = () => view.whole();
    part("close").onclick = () => this.clear();
    state.form.onchange = () => this.filter();
    state.form.onreset = () => setTimeout(state.form.onchange); // once the boxes are empty
    panel.way.ontoggle = () => panel.way.open || state.to < 0 || this.aim(-1);
    new Finder(part("search"), state, (at) => this.select(at).then(() => this.home()));
    new Finder(panel.way, state, (at) => this.aim(at));
    followPointers(canvas, view, this);
    followKeys(canvas, view, this);
    window.onpopstate = () => this.restore();
  }
}

fetchJson(root.dataset.data)
  .then((map) => new Explorer(map).open())
  .catch((error) => {
    part("error").hidden = false;
    console.warn(error);
  });
