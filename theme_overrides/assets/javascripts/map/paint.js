/** Paints a part of the map, in steps short enough that the map can be moved meanwhile. */

import { Labels, meets } from "./labels.js";

const READABLE = 80; // pixels between questions at which there is room for most titles
const MARKS_A_STEP = 200;
const LABELS_A_STEP = 12;
// Shapes of text, the best first: letters a line, and lines.
const NAME = [[99, 1], [12, 3]];
const TITLE = [[24, 2], [14, 4]];

export class Painter {
  /** An area has `left` and `top` in units of the map, `width` and `height` in pixels, `scale` in pixels per unit. */
  constructor(context, area, state) {
    const { bank, look, selected } = state;
    Object.assign(this, { context, area, state, bank, look });
    /** Each question's x, y and radius in pixels. */
    this.dots = bank.rank.map((_, at) => [...this.place(bank.x[at], bank.y[at]), radius(bank, at, area.scale)]);
    this.seen = bank.central.filter((at) => this.sees(at));
    this.links = state.drawn();
    this.lit = selected < 0 ? [] : [...new Set([selected, ...this.links.map(([, { other }]) => other)])];
  }

  *paint() {
    const { context, area, bank, look, lit } = this;
    context.fillStyle = look.paper;
    context.fillRect(0, 0, area.width, area.height);
    context.globalAlpha = 0.09;
    for (const { hue, x, y, radius: r } of bank.topics) this.disc(look.dot(hue), ...this.place(x, y), r * area.scale);
    yield;
    if (lit.length) yield* this.paintSelected();
    else yield* this.paintAll();
  }

  /** Paint all questions with few lines, the names of topics, and where there is room the titles of questions. */
  *paintAll() {
    const { links, seen, state, bank, area, look } = this;
    this.context.globalAlpha = 0.6;
    const lines = links.filter(([at, { other }]) => this.sees(at) || this.sees(other));
    yield* inSteps(lines, MARKS_A_STEP, (link) => this.line(link));
    yield* this.paintDots(seen, 1);
    this.labels = new Labels(this.context, area, look, this.boxes(seen));
    yield* this.writeNames();
    if (bank.spacing * area.scale < READABLE) return;
    yield* inSteps(seen, LABELS_A_STEP, (at) => state.shown[at] && this.title(at, { clear: 3 })?.());
  }

  /** Paint the selected question and its relations, or the path from it; all else gives way. */
  *paintSelected() {
    const { context, area, look, dots, links, lit, seen, state: { path, selected, to } } = this;
    const titled = lit.filter((at) => this.sees(at));
    const others = seen.filter((at) => !lit.includes(at));
    const boxes = this.boxes(others);
    this.labels = new Labels(context, area, look, this.boxes(titled));
    // Others give way to a title before it stands aside, where it would seem to be that of another.
    const style = { size: 13, clear: 6, tries: [[boxes, 9], [[], 9], [[]]] };
    const titles = [];
    yield* inSteps(titled, LABELS_A_STEP, (at) => {
      titles.push(this.title(at, { ...style, weight: at === selected ? 700 : 500 }));
    });
    const left = others.filter((_, i) => !meets(boxes[i], this.labels.boxes));
    yield* this.paintDots(left, 0.3);
    for (const link of links) this.line(link, path ? 2 : 1);
    for (const at of lit) {
      const [x, y, r] = dots[at];
      this.disc(this.colour(at), x, y, r + 1.5);
      if (at !== selected && at !== to) continue;
      Object.assign(context, { strokeStyle: look.accent, lineWidth: 3 });
      this.circle(x, y, r + 4);
      context.stroke();
    }
    for (const write of titles) write?.();
    this.labels.boxes.push(...this.boxes(left));
    yield* this.writeNames();
  }

  /** Paint dots in the colours of their topics; what is filtered out is small and faint. */
  *paintDots(questions, alpha) {
    const { context, look, dots, state: { shown } } = this;
    context.globalAlpha = alpha;
    yield* inSteps(questions, MARKS_A_STEP, (at) => {
      const [x, y, r] = dots[at];
      this.disc(shown[at] ? this.colour(at) : look.faint, x, y, shown[at] ? r : r / 2);
    });
    context.globalAlpha = 1;
  }

  /** Paint a relation as a faint line, or so many times its width with an arrowhead at its target. */
  line([at, { other, kind, out }], times = 0) {
    const { context, look, dots } = this;
    const [[x1, y1], [x2, y2, r]] = [dots[out ? at : other], dots[out ? other : at]];
    const { colour, width, dash } = look.kinds[kind];
    Object.assign(context, { strokeStyle: colour, fillStyle: colour, lineWidth: width * times || 1 });
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
    if (!times) return;
    context.save();
    context.translate(x2, y2);
    context.rotate(Math.atan2(y2 - y1, x2 - x1));
    context.translate(-r - 2, 0);
    context.fill(new Path2D("M0 0L-10-5V5Z"));
    context.restore();
  }

  /** Write the names of topics beside their discs, in their colours, those of large ones first; none nearer to another's. */
  *writeNames() {
    const { area, bank, look } = this;
    const topics = [...bank.topics].sort((a, b) => b.count - a.count);
    const discs = topics.map(({ x, y, radius }) => [...this.place(x, y), radius * area.scale]);
    const boxes = discs.map(([x, y, r]) => [x - r, y - r, x + r, y + r]);
    yield* inSteps([...topics.entries()], 1, ([at, { title, hue }]) => {
      const [x, y, clear] = discs[at];
      const size = Math.min(Math.max(clear * 0.22, 12), 26);
      const tries = [[boxes.toSpliced(at, 1), 45]];
      this.labels.place(title, x, y, { size, weight: 700, shapes: NAME, clear, colour: look.dot(hue), tries })?.();
    });
  }

  /** Find room for the title of a question, as `Labels.place` does. */
  title(at, style) {
    const [x, y, r] = this.dots[at];
    const title = this.state.names.titles[at] ?? "";
    return this.labels.place(title, x, y, { ...style, clear: r + style.clear, shapes: TITLE });
  }

  boxes(questions) {
    return questions.map((at) => this.dots[at]).map(([x, y, r]) => [x - r, y - r, x + r, y + r]);
  }

  disc(colour, x, y, r) {
    this.context.fillStyle = colour;
    this.circle(x, y, r);
    this.context.fill();
  }

  circle(x, y, r) {
    this.context.beginPath();
    this.context.arc(x, y, r, 0, 7);
  }

  colour(at) {
    return this.look.dot(this.bank.topics[this.bank.topic[at]].hue);
  }

  sees(at) {
    const { dots, area } = this;
    const [x, y] = dots[at];
    return x > -9 && x < area.width + 9 && y > -9 && y < area.height + 9;
  }

  place(x, y) {
    const { left, top, scale } = this.area;
    return [(x - left) * scale, (y - top) * scale];
  }
}

/** Return the radius of a dot in pixels: larger for more central questions, and as one zooms. */
export function radius(bank, at, scale) {
  return Math.min(Math.max(bank.spacing * scale * 0.13, 1.3), 7) * (0.7 + bank.rank[at] / 165);
}

/** Act on each item, and yield after every so many. */
function* inSteps(items, most, act) {
  for (const [i, item] of items.entries()) {
    act(item);
    if (i % most === most - 1) yield;
  }
}
