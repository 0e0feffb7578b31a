/** The camera: which part of the map is seen, and how large. */

const FLIGHT = 350; // milliseconds

export class View {
  constructor(bank) {
    Object.assign(this, { bank, x: bank.width / 2, y: bank.height / 2, width: 0, height: 0, scale: 0, flight: null });
  }

  /** The scale, in pixels per unit of the map, at which the whole map is seen. */
  get fit() {
    return Math.min(this.width / this.bank.width, this.height / this.bank.height);
  }

  get isWhole() {
    const { x, y, scale, fit, bank } = this;
    return scale / fit < 1.01 && 2 * x === bank.width && 2 * y === bank.height;
  }

  /** A scale at which a question can be read among its neighbours. */
  get near() {
    return Math.max(this.scale, 70 / this.bank.spacing);
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
    const scale = this.limited(this.scale * factor);
    this.look(x - (px - this.width / 2) / scale, y - (py - this.height / 2) / scale, scale);
  }

  /** Look at a point at once, never beyond the map. */
  look(x, y, scale) {
    this.flight = null;
    this.x = Math.min(Math.max(x, 0), this.bank.width);
    this.y = Math.min(Math.max(y, 0), this.bank.height);
    this.scale = this.limited(scale);
  }

  whole() {
    this.fly(this.bank.width / 2, this.bank.height / 2, this.fit);
  }

  /** Go where all of some questions are seen. */
  frame(questions) {
    const [xs, ys] = [this.bank.x, this.bank.y].map((values) => questions.map((at) => values[at]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(this.width / (right - left + 1), this.height / (bottom - top + 1)) * 0.75;
    this.fly((left + right) / 2, (top + bottom) / 2, Math.min(scale, this.near));
  }

  /** Go to a point, without motion for readers who want none. */
  fly(x, y, scale) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.look(x, y, scale);
    else this.flight = { from: [this.x, this.y, this.scale], to: [x, y, this.limited(scale)], begun: 0 };
  }

  step(now) {
    const { flight } = this;
    if (!flight) return;
    flight.begun ||= now;
    const past = Math.min((now - flight.begun) / FLIGHT, 1);
    const eased = 1 - (1 - past) ** 3;
    this.look(...flight.to.map((to, i) => (past < 1 ? flight.from[i] + (to - flight.from[i]) * eased : to)));
    if (past < 1) this.flight = flight;
  }

  limited(scale) {
    return Math.min(Math.max(scale, this.fit), Math.max(this.fit * 5, 240 / this.bank.spacing));
  }
}
