/** The map of the whole bank: puts the parts together. */

import { tick } from "../address.js";
import { fetchJson, message, pageOf } from "../site.js";
import { Bank } from "./bank.js";
import { followKeys, followPointers, linkTowards } from "./input.js";
import { Finder, Names } from "./names.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { State, readAddress, writeAddress } from "./state.js";
import { View } from "./view.js";

const root = document.querySelector(".qb-map");
const part = (name) => root.querySelector(`.qb-map__${name}`);
const say = (words) => (part("said").textContent = words);

class Explorer {
  constructor(map) {
    this.canvas = part("canvas");
    this.bank = new Bank(map);
    this.names = new Names(map.named, this.bank.size, root.dataset.names);
    this.state = new State(this.bank, this.names, part("filters"));
    this.view = new View(this.bank);
    this.picture = new Picture(this.canvas, this.view, this.state);
    this.panel = new Panel(part("panel"), this.state, async (at) => {
      await this.select(at);
      this.panel.title.firstChild.focus();
    });
  }

  /** Replace the drawing, and show what the address asks for. */
  async open() {
    const { bank, names, view, picture, state } = this;
    const asked = readAddress(location.search);
    tick(state.form, asked.filters);
    for (const element of root.querySelectorAll("[data-live]")) element.hidden = false;
    this.filter();
    picture.resize();
    part("drawing").hidden = true;
    if (asked.question) await this.allNames();
    const [selected, to] = [asked.question, asked.to].map((id) => names.ids.indexOf(id));
    if (selected >= 0) await this.select(selected);
    if (selected >= 0 && to >= 0) await this.aim(to);
    const [x, y, zoom] = asked.view;
    if (x + y + zoom) view.look(x, y, zoom * view.fit);
    else if (view.flight) view.look(...view.flight.to);
    new ResizeObserver(() => picture.resize()).observe(this.canvas);
    new MutationObserver(() => picture.repaint()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    this.listen();
    root.dataset.ready = "";
    this.changed();
  }

  /** Draw what has changed, and once nothing moves write it into the address. */
  changed() {
    this.picture.draw();
    clearTimeout(this.rest);
    if ("ready" in root.dataset) this.rest = setTimeout(() => this.settle(), 150);
  }

  settle() {
    const { names, view, state, bank } = this;
    if (view.flight) return this.changed();
    if (!names.complete && view.scale * bank.spacing > 32) this.allNames().then(() => this.picture.repaint());
    const query = writeAddress(state.filters, { question: names.ids[state.selected], to: names.ids[state.to] }, view);
    history.replaceState(null, "", query || location.pathname);
  }

  allNames() {
    return this.names.load().catch(() => say(message("map.titles_failed")));
  }

  /** Select a question and go there; `how` says by which relation it was reached. */
  async select(at, how = "") {
    await this.allNames();
    const { bank, names, state, view } = this;
    if (!names.complete) return;
    this.pick(at);
    view.fly(bank.x[at], bank.y[at], view.near);
    const sentences = [
      message("map.selected", { title: names.titles[at], about: state.about(at) }),
      how,
      message("map.relations", { count: state.linksOf(at).length }),
    ];
    say(sentences.filter(Boolean).join(" "));
  }

  pick(at) {
    this.state.select(at);
    root.toggleAttribute("data-selected", at >= 0);
    this.panel.show();
    this.picture.repaint(); // the titles of others give way to those around what is selected
    this.changed();
  }

  clear() {
    this.pick(-1);
    say(message("map.nothing_selected"));
    this.home();
  }

  home() {
    this.canvas.focus({ preventScroll: true });
  }

  /** Show the path from the selected question to another, or none. */
  async aim(to) {
    await this.allNames();
    const { state, view } = this;
    state.aim(to);
    this.panel.show();
    if (state.path) {
      view.frame(state.path.map(({ at }) => at));
      say(message("map.path", { count: state.path.length - 1 }));
    } else if (to >= 0) say(message("map.no_path"));
    this.changed();
  }

  filter() {
    const { state } = this;
    state.filter();
    part("shown").textContent = state.shown.filter(Boolean).length;
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
    tip.hidden = !tip.textContent;
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

  zoom(factor) {
    this.view.zoom(factor);
    this.changed();
  }

  whole() {
    this.view.whole();
    this.changed();
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
      this.view.pan(-80 * dx, -80 * dy);
      return this.changed();
    }
    const link = linkTowards(bank, state.selected, state.linksOf(state.selected), dx, dy);
    if (!link) return say(message("map.no_relation"));
    return this.select(link.other, message("map.reached", { kind: state.words(link) }));
  }

  listen() {
    const { canvas, panel, state, view } = this;
    part("in").onclick = () => this.zoom(1.5);
    part("out").onclick = () => this.zoom(1 / 1.5);
    part("whole").onclick = () => this.whole();
    part("close").onclick = () => this.clear();
    state.form.onchange = () => this.filter();
    state.form.onreset = () => setTimeout(state.form.onchange); // once the boxes are empty
    panel.way.ontoggle = () => panel.way.open || state.to < 0 || this.aim(-1);
    new Finder(part("search"), state, (at) => this.select(at).then(() => this.home()));
    new Finder(panel.way, state, (at) => this.aim(at));
    followPointers(canvas, view, this);
    followKeys(canvas, this);
  }
}

fetchJson(root.dataset.data)
  .then((map) => new Explorer(map).open())
  .catch((error) => {
    part("error").hidden = false;
    console.warn(error);
  });
