/** A painted part of the map, larger than what is seen, so that moving the map only copies it. */

import { paint } from "./paint.js";

/** How much more is painted on each side, as a part of what is seen. */
const MARGIN = 0.25;

export class Bitmap {
  constructor() {
    this.canvases = [0, 1, 2].map(() => document.createElement("canvas"));
    // Each a canvas and its area: what is shown, the whole map to fill what that leaves, and what is being painted.
    this.front = this.whole = this.next = null;
  }

  /** Have everything repainted; until then the old picture is shown. */
  renew() {
    this.stale = true;
    this.next = this.whole = null;
  }

  /** Paint at most so many steps; return whether there is more to paint. */
  advance(view, state, ratio, steps) {
    while (steps-- > 0 && (this.next || this.lacks(view, ratio))) {
      this.next ??= begin(this, view, state, ratio);
      if (!this.next.steps.next().done) continue;
      this.front = this.next;
      this.next = null;
      if (this.front.area.zoom < 1.01) this.whole = this.front;
    }
    return Boolean(this.next) || this.lacks(view, ratio);
  }

  /** Copy what is seen. */
  show(context, view, ratio) {
    const { front, whole } = this;
    if (whole && whole !== front) copy(context, whole, view, ratio);
    if (front) copy(context, front, view, ratio);
  }

  lacks(view, ratio) {
    return this.stale || !covers(this.front?.area, view, ratio);
  }
}

/** Return whether a painted area is as large as it is seen, and moving the map has not used up most of its margin. */
export function covers(area, view, ratio) {
  if (area?.ratio !== ratio || area.scale !== view.scale) return false;
  const near = (here, there, length) => Math.abs(here - there) * view.scale <= length * MARGIN * 0.6;
  return near(area.x, view.x, view.width) && near(area.y, view.y, view.height);
}

/** Return the area to paint for a view: more than is seen on each side. */
export function areaOf(view, ratio) {
  const { x, y, scale } = view;
  const [width, height] = [view.width, view.height].map((length) => Math.ceil(length * (1 + 2 * MARGIN)));
  const [left, top] = [x - width / 2 / scale, y - height / 2 / scale];
  return { x, y, left, top, width, height, scale, ratio, zoom: scale / view.fit };
}

function begin(bitmap, view, state, ratio) {
  bitmap.stale = false;
  const area = areaOf(view, ratio);
  const { width, height } = area;
  const canvas = bitmap.canvases.find((one) => one !== bitmap.front?.canvas && one !== bitmap.whole?.canvas);
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  const context = canvas.getContext("2d", { alpha: false });
  context.scale(ratio, ratio);
  return { canvas, area, steps: paint(context, area, state) };
}

function copy(context, { canvas, area }, view, ratio) {
  const size = (view.scale / area.scale) * (ratio / area.ratio);
  const [x, y] = view.toScreen(area.left, area.top);
  // Copying to whole pixels needs no smoothing, which is faster.
  context.drawImage(canvas, Math.round(x * ratio), Math.round(y * ratio), canvas.width * size, canvas.height * size);
}
