/** The canvas shows bitmaps, each of a larger part of the map than is seen, so that moving the map only copies them. */

import { make } from "../site.js";
import { Painter, radius } from "./paint.js";

/** How much more is painted on each side, as a part of what is seen. */
const MARGIN = 0.25;

export class Picture {
  constructor(canvas, view, state) {
    Object.assign(this, { canvas, view, state, steps: 1, frame: 0, last: 0 });
    this.context = canvas.getContext("2d", { alpha: false });
    this.canvases = [0, 1, 2].map(() => document.createElement("canvas"));
    // Each a canvas and its area: what is shown, the whole map to fill what that leaves, and what is being painted.
    this.front = this.whole = this.next = null;
  }

  /** Repaint everything in the current colours; until that is done the old picture is shown. */
  repaint() {
    this.state.look = lookOf(this.canvas, this.state.bank.kinds);
    this.stale = true;
    this.next = this.whole = null;
    this.draw();
  }

  /** Take the size of the element and draw at once, so that nothing flickers. */
  resize() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = (this.ratio = Math.min(devicePixelRatio || 1, 2));
    Object.assign(this.canvas, { width: Math.round(clientWidth * ratio), height: Math.round(clientHeight * ratio) });
    this.view.resize(clientWidth, clientHeight);
    this.steps = Infinity;
    this.step(0);
  }

  /** Draw at the next frame; nothing runs while nothing changes. */
  draw() {
    this.frame ||= requestAnimationFrame((now) => this.step(now));
  }

  step(now) {
    this.frame = 0;
    if (!this.view.width) return;
    this.view.step(now);
    for (let steps = this.steps; steps > 0 && this.lacks; steps--) this.advance();
    this.compose();
    // A frame paints more while frames are short, half as much after a long one.
    this.steps = now - this.last > 24 ? Math.ceil(Math.min(this.steps, 16) / 2) : Math.min(this.steps + 1, 32);
    this.last = now;
    if (this.view.flight || this.lacks) this.draw();
  }

  /** Whether there is more to paint. */
  get lacks() {
    return this.next || this.stale || !covers(this.front.area, this.view, this.ratio);
  }

  /** Paint one step. */
  advance() {
    this.next ??= this.begin();
    if (!this.next.steps.next().done) return;
    this.front = this.next;
    this.next = null;
    if (this.front.area.whole) this.whole = this.front;
  }

  begin() {
    const { front, whole, ratio } = this;
    this.stale = false;
    const area = areaOf(this.view, ratio);
    const canvas = this.canvases.find((one) => one !== front?.canvas && one !== whole?.canvas);
    Object.assign(canvas, { width: area.width * ratio, height: area.height * ratio });
    const context = canvas.getContext("2d", { alpha: false });
    context.scale(ratio, ratio);
    return { canvas, area, steps: new Painter(context, area, this.state).paint() };
  }

  compose() {
    const { context, canvas, ratio, view, front, whole, state: { look, bank, hovered } } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = look.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const bitmap of new Set([whole, front])) if (bitmap) this.copy(bitmap);
    if (hovered < 0) return;
    context.scale(ratio, ratio);
    Object.assign(context, { strokeStyle: look.accent, lineWidth: 2 });
    context.beginPath();
    context.arc(...view.toScreen(bank.x[hovered], bank.y[hovered]), radius(bank, hovered, view.scale) + 4, 0, 7);
    context.stroke();
  }

  copy({ canvas, area }) {
    const { view, ratio } = this;
    const size = (view.scale / area.scale) * (ratio / area.ratio);
    // Copying to whole pixels needs no smoothing, which is faster.
    const [x, y] = view.toScreen(area.left, area.top).map((value) => Math.round(value * ratio));
    this.context.drawImage(canvas, x, y, canvas.width * size, canvas.height * size);
  }
}

/** Return the colours and the font of an element in the present scheme, and the stroke of each kind of relation. */
export function lookOf(element, kinds) {
  const style = getComputedStyle(element);
  const value = (name) => style.getPropertyValue(name).trim();
  const dot = value("--qb-dot");
  const line = make("i", { class: "qb-line", hidden: "" });
  element.parentElement.append(line);
  const strokes = kinds.map(({ name }) => {
    line.dataset.kind = name;
    const { stroke: colour, strokeWidth, strokeDasharray } = getComputedStyle(line);
    return { colour, width: parseFloat(strokeWidth), dash: strokeDasharray.match(/[\d.]+/g) ?? [] };
  });
  line.remove();
  return {
    paper: value("--qb-paper"),
    ink: value("--md-default-fg-color"),
    faint: value("--qb-line"),
    accent: value("--md-accent-fg-color"),
    kinds: strokes,
    dot: (hue) => `oklch(${dot} ${hue})`,
    font: style.fontFamily,
  };
}

/** Return whether a painted area is as large as it is seen, and moving the map has not used up most of its margin. */
export function covers(area, view, ratio) {
  if (area.ratio !== ratio || area.scale !== view.scale) return false;
  const near = (here, there, length) => Math.abs(here - there) * view.scale <= length * MARGIN * 0.6;
  return near(area.x, view.x, view.width) && near(area.y, view.y, view.height);
}

/** Return the area to paint for a view: more than is seen on each side. */
export function areaOf(view, ratio) {
  const { x, y, scale } = view;
  const [width, height] = [view.width, view.height].map((length) => Math.ceil(length * (1 + 2 * MARGIN)));
  const [left, top] = [x - width / 2 / scale, y - height / 2 / scale];
  const [beside, above] = [view.width * MARGIN, view.height * MARGIN];
  const seen = [beside, above, width - beside, height - above];
  return { x, y, left, top, width, height, seen, scale, ratio, whole: scale / view.fit < 1.01 };
}
