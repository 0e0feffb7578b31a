/** The map by keyboard. */

/** How far a neighbour may be off the direction of an arrow key: 75 degrees, as a cosine. */
const ASIDE = 0.26;

/** Follow the keys; `on` has `enter`, `escape`, `zoom(factor)`, `whole` and `arrow(dx, dy)`. */
export function followKeys(canvas, on) {
  const actions = {
    Enter: () => on.enter(),
    Escape: () => on.escape(),
    Home: () => on.whole(),
    0: () => on.whole(),
    "+": () => on.zoom(1.5),
    "=": () => on.zoom(1.5),
    "-": () => on.zoom(1 / 1.5),
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
  const along = ({ other }) => {
    const [x, y] = [bank.x[other] - bank.x[from], bank.y[other] - bank.y[from]];
    return (x * dx + y * dy) / (Math.hypot(x, y) || 1);
  };
  return links.filter((link) => along(link) > ASIDE).sort((a, b) => along(b) - along(a))[0];
}
