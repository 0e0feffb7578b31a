/** The camera: which part of the map is seen, and how large. */

const FLIGHT = 350; // milliseconds
const NEAR = 70; // pixels between questions, as far apart as they are on average, for one among its neighbours

export class View {
  /** `moved` is called after each move. */
  constructor(bank, moved) {
    const [x, y] = [bank.width / 2, bank.height / 2];
    Object.assign(this, { bank, moved, x, y, width: 0, height: 0, scale: 0, flight: null });
  }

  /** The scale, in pixels per unit of the map, at which the whole map is seen. */
  get fit() {
    return Math.min(this.width / this.bank.width, this.height / this.bank.height);
  }

  /** Where the view is or flies to. */
  get goal() {
    return this.flight?.to ?? [this.x, this.y, this.scale];
  }

  /** Return what the address tells: nothing of the whole map, but where it must tell. */
  told(must) {
    const { bank, fit, goal: [x, y, scale] } = this;
    const whole = scale / fit < 1.01 && Math.hypot(2 * x - bank.width, 2 * y - bank.height) < 3; // as it is rounded
    return whole && !must ? {} : { x: Math.round(x), y: Math.round(y), zoom: (scale / fit).toFixed(2) };
  }

  resize(width, height) {
    const zoom = this.scale / this.fit || 1;
    Object.assign(this, { width, height });
    this.scale = zoom * this.fit;
  }

  toMap(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y + (py - this.height / 2) / this.scale];
  }

  toScreen(x, y) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  pan(dx, dy) {
    this.look(this.x - dx / this.scale, this.y - dy / this.scale, this.scale);
  }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.toMap(px, py);
    const [, , scale] = this.limited(0, 0, this.scale * factor);
    this.look(x - (px - this.width / 2) / scale, y - (py - this.height / 2) / scale, scale);
  }

  /** Look at a point at once. */
  look(...goal) {
    this.flight = null;
    [this.x, this.y, this.scale] = this.limited(...goal);
    this.moved();
  }

  whole() {
    this.fly(this.bank.width / 2, this.bank.height / 2, this.fit);
  }

  /** Go where all of some questions are seen, if they are not; near to the first if so few pixels were between two. */
  frame(questions, pixels) {
    const { bank, width, height } = this;
    const least = pixels / bank.spacing;
    const near = Math.max(this.scale, NEAR / bank.spacing);
    const [xs, ys] = [bank.x, bank.y].map((values) => questions.map((at) => values[at]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(width / (right - left + 1), height / (bottom - top + 1)) * 0.75;
    const [[x1, y1], [x2, y2]] = [this.toScreen(left, top), this.toScreen(right, bottom)];
    const goal = Math.min(scale, near);
    if (scale < least) this.fly(xs[0], ys[0], near);
    else if (this.scale < Math.max(least, goal * 0.8) || Math.min(x1, y1, width - x2, height - y2) < 12) {
      this.fly((left + right) / 2, (top + bottom) / 2, goal);
    }
  }

  /** Go to a point, without motion for readers who want none. */
  fly(...goal) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.look(...goal);
    else this.flight = { from: [this.x, this.y, this.scale], to: this.limited(...goal), begun: 0 };
    this.moved();
  }

  step(now) {
    const { flight } = this;
    if (!flight) return;
    flight.begun ||= now;
    const past = Math.min((now - flight.begun) / FLIGHT, 1);
    const eased = 1 - (1 - past) ** 3;
    this.look(...flight.to.map((to, i) => flight.from[i] + (to - flight.from[i]) * eased));
    if (past < 1) this.flight = flight;
  }

  /** Return where to look: never beyond the map, nor from too far or too near. */
  limited(x, y, scale) {
    const { bank, fit } = this;
    const most = [bank.width, bank.height, Math.max(fit * 5, 240 / bank.spacing)];
    return [x, y, scale].map((value, i) => Math.min(Math.max(value, i < 2 ? 0 : fit), most[i]));
  }
}
