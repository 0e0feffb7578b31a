/** Mouse, pen, fingers and keys on the map. */

import { least } from "./bank.js";

const CLICK = 5; // pixels that a click may move

/** Move the view; `on` is notified by `click(x, y, touch)` and `hover(x, y)`. */
export function followPointers(canvas, view, on) {
  /** The last point of each that is down. */
  const down = new Map();
  let travelled = 0;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const listen = (name, listener) => canvas.addEventListener(name, listener, { passive: false });

  listen("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    travelled = down.size ? Infinity : 0; // two fingers are no click
    down.set(event.pointerId, at(event));
    on.hover(-99, -99);
  });

  listen("pointermove", (event) => {
    const [x, y] = at(event);
    const before = down.get(event.pointerId);
    if (!before) return on.hover(x, y);
    const [dx, dy] = [x - before[0], y - before[1]];
    travelled += Math.hypot(dx, dy);
    down.set(event.pointerId, [x, y]);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(view, other, before, [x, y]);
    else if (travelled > CLICK) view.pan(dx, dy);
  });

  listen("pointerup", (event) => {
    if (down.delete(event.pointerId) && travelled <= CLICK) on.click(...at(event), event.pointerType === "touch");
  });
  listen("pointercancel", (event) => down.delete(event.pointerId));
  listen("pointerleave", () => on.hover(-99, -99));

  listen("dblclick", (event) => view.zoom(2, ...at(event)));

  listen("wheel", (event) => {
    event.preventDefault();
    const turned = Math.min(Math.max(event.deltaY * (event.deltaMode ? 16 : 1), -100), 100);
    view.zoom(Math.exp(turned * (event.ctrlKey ? -0.01 : -0.003)), ...at(event)); // a pinch comes as ctrl and wheel
  });
}

/** One finger moved while another rests: the map stays under both. */
function pinch(view, rest, before, now) {
  const apart = (point) => Math.hypot(point[0] - rest[0], point[1] - rest[1]) || 1;
  view.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
  view.zoom(apart(now) / apart(before), (now[0] + rest[0]) / 2, (now[1] + rest[1]) / 2);
}

/** How far a neighbour may be off the direction of an arrow key: 75 degrees, as a cosine below 0. */
const ASIDE = -0.26;

/** Follow the keys; `on` has `enter`, `escape` and `arrow(dx, dy)`. */
export function followKeys(canvas, view, on) {
  const actions = {
    Enter: () => on.enter(),
    Escape: () => on.escape(),
    Home: () => view.whole(),
    0: () => view.whole(),
    "+": () => view.zoom(1.5),
    "=": () => view.zoom(1.5),
    "-": () => view.zoom(1 / 1.5),
    ArrowLeft: () => on.arrow(-1, 0),
    ArrowRight: () => on.arrow(1, 0),
    ArrowUp: () => on.arrow(0, -1),
    ArrowDown: () => on.arrow(0, 1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(actions, event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    actions[event.key]();
  });
}

/** Return that of a question's links which leads most in a direction; undefined if none does. */
export function linkTowards(bank, from, links, dx, dy) {
  const against = ({ other }) => {
    const [x, y] = [bank.x[other] - bank.x[from], bank.y[other] - bank.y[from]];
    return -(x * dx + y * dy) / (Math.hypot(x, y) || 1);
  };
  return least(links, against, ASIDE);
}
