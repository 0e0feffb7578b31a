/** The canvas: what is seen of the map, and over it what is selected. */

import { Bitmap } from "./bitmap.js";
import { Taken, write } from "./labels.js";
import { lookOf, radius } from "./look.js";

export class Picture {
  constructor(canvas, view, state) {
    Object.assign(this, { canvas, view, state, steps: 1, frame: 0, last: 0, bitmap: new Bitmap() });
    this.context = canvas.getContext("2d", { alpha: false });
  }

  /** Repaint everything in the current colours. */
  repaint() {
    this.state.look = lookOf(this.canvas, this.state.bank.kinds);
    this.bitmap.renew();
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
    const more = this.bitmap.advance(this.view, this.state, this.ratio, this.steps);
    this.compose();
    // A frame paints more while frames are short, half as much after a long one.
    this.steps = now - this.last > 24 ? Math.ceil(Math.min(this.steps, 16) / 2) : Math.min(this.steps + 1, 32);
    this.last = now;
    if (this.view.flight || more) this.draw();
  }

  compose() {
    const { context, ratio, view, state } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = state.look.paper;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.bitmap.show(context, view, ratio);
    context.scale(ratio, ratio);
    if (state.selected >= 0) this.drawSelection();
    if (state.hovered >= 0) this.ring(state.hovered, 2);
  }

  /** Draw the selected question with its relations, or the path from it. */
  drawSelection() {
    const { bank, names, look, selected, path } = this.state;
    const steps = path?.slice(1).map(({ link }, i) => [path[i].at, link]);
    const links = steps ?? this.state.linksOf(selected).map((link) => [selected, link]);
    for (const [at, link] of links) this.drawLink(at, link, path ? 2 : 1);
    const around = new Set([selected, ...links.map(([, { other }]) => other)]);
    for (const at of around) {
      this.context.fillStyle = look.dot(bank.topics[bank.topic[at]].hue);
      this.circle(at, 1.5);
      this.context.fill();
    }
    this.ring(selected, 3);
    if (path) this.ring(path.at(-1).at, 3);
    const taken = new Taken(this.view.width, this.view.height);
    for (const at of around) {
      const style = { size: 13, weight: at === selected ? 700 : 500, clear: radius(bank, at, this.view.scale) + 6 };
      write(this.context, names.titles[at], ...this.place(at), look, taken, style);
    }
  }

  /** Draw a line from source to target with an arrowhead. */
  drawLink(at, { other, kind, out }, thicker) {
    const { context, state } = this;
    const [source, target] = out ? [at, other] : [other, at];
    const [x1, y1] = this.place(source);
    const [x2, y2] = this.place(target);
    const { colour, width, dash } = state.look.kinds[kind];
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width * thicker;
    context.save();
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.translate(x2, y2);
    context.rotate(Math.atan2(y2 - y1, x2 - x1));
    context.translate(-radius(state.bank, target, this.view.scale) - 2, 0);
    context.fill(new Path2D("M0 0L-10-5V5Z"));
    context.restore();
  }

  ring(at, width) {
    Object.assign(this.context, { strokeStyle: this.state.look.accent, lineWidth: width });
    this.circle(at, 4);
    this.context.stroke();
  }

  circle(at, more) {
    this.context.beginPath();
    this.context.arc(...this.place(at), radius(this.state.bank, at, this.view.scale) + more, 0, 7);
  }

  place(at) {
    return this.view.toScreen(this.state.bank.x[at], this.state.bank.y[at]);
  }
}
