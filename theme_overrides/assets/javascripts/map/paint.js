/** Paints a part of the map, in steps short enough that the map can be moved meanwhile. */

import { Taken, write } from "./labels.js";
import { radius } from "./look.js";

const MOST_EDGES = 2500;
const EDGES_A_STEP = 150;
const DOTS_A_STEP = 300;
const LABELS_A_STEP = 12;

/** Paint an area: `left` and `top` in units of the map, `width` and `height` in pixels, `scale` in pixels per unit. */
export function* paint(context, area, state) {
  const { bank, look } = state;
  const [px, py, seen] = [new Float32Array(bank.size), new Float32Array(bank.size), new Uint8Array(bank.size)];
  for (let i = 0; i < bank.size; i++) {
    [px[i], py[i]] = place(area, bank.x[i], bank.y[i]);
    seen[i] = px[i] > -9 && px[i] < area.width + 9 && py[i] > -9 && py[i] < area.height + 9;
  }
  context.fillStyle = look.paper;
  context.fillRect(0, 0, area.width, area.height);
  context.globalAlpha = 0.09;
  for (const topic of bank.topics) {
    disc(context, look.dot(topic.hue), ...place(area, topic.x, topic.y), topic.radius * area.scale);
  }
  yield;
  yield* paintEdges(context, state, px, py, seen);
  yield* paintDots(context, area, state, px, py, seen);
  const taken = new Taken(area.width, area.height);
  paintNames(context, area, state, taken);
  yield;
  if (state.selected < 0) return yield* paintTitles(context, area, state, px, py, seen, taken);
  context.globalAlpha = 0.75; // all of it gives way to what is selected
  context.fillStyle = look.paper;
  context.fillRect(0, 0, area.width, area.height);
}

/** Paint the relations that begin or end here, the strongest first. */
function* paintEdges(context, { bank, look, shown, kinds }, px, py, seen) {
  const ratio = context.getTransform().a;
  context.lineWidth = 1 / ratio; // one pixel of the screen is drawn much faster than anything wider
  context.globalAlpha = Math.min(0.12 * ratio + 8 / bank.size, 0.24);
  let drawn = 0;
  for (const [source, target, kind] of bank.edges) {
    if (!kinds[kind] || !shown[source] || !shown[target] || !(seen[source] || seen[target])) continue;
    if (drawn === MOST_EDGES) break;
    context.strokeStyle = look.kinds[kind].colour;
    context.beginPath();
    context.moveTo(px[source], py[source]);
    context.lineTo(px[target], py[target]);
    context.stroke();
    if (++drawn % EDGES_A_STEP === 0) yield;
  }
  context.globalAlpha = 1;
}

/** Paint dots in the colours of their topics; what is filtered out is small and faint. */
function* paintDots(context, area, { bank, look, shown }, px, py, seen) {
  const colours = bank.topics.map(({ hue }) => look.dot(hue));
  let drawn = 0;
  for (let i = 0; i < bank.size; i++) {
    if (!seen[i]) continue;
    const [colour, part] = shown[i] ? [colours[bank.topic[i]], 1] : [look.faint, 0.5];
    disc(context, colour, px[i], py[i], radius(bank, i, area.scale) * part);
    if (++drawn % DOTS_A_STEP === 0) yield;
  }
}

/** Write the names of topics, fainter as the reader zooms in, then not at all. */
function paintNames(context, area, { bank, look }, taken) {
  if (area.zoom > 5.5) return;
  context.globalAlpha = Math.min(1.2 - area.zoom / 5, 1);
  for (const topic of [...bank.topics].sort((a, b) => b.count - a.count)) {
    const r = topic.radius * area.scale;
    const size = Math.min(Math.max(r * 0.22, 12), 26);
    const columns = Math.max(Math.floor((r * 3.4) / size), 4);
    const style = { size, weight: 700, columns, most: 3 };
    // On the rim, where it hides no question.
    write(context, topic.title, ...place(area, topic.x, topic.y - topic.radius), look, taken, style);
  }
  context.globalAlpha = 1;
}

/** Write the titles of questions, the most central first, where there is room. */
function* paintTitles(context, area, { bank, look, shown, names }, px, py, seen, taken) {
  if (bank.spacing * area.scale < 16) return;
  for (let i = 0; i < bank.size; i++) if (seen[i]) taken.take(px[i], py[i], 1, 1); // no title over a dot
  let tried = 0;
  for (const i of bank.central) {
    if (!seen[i] || !shown[i] || !names.titles[i]) continue;
    write(context, names.titles[i], px[i], py[i], look, taken, { clear: radius(bank, i, area.scale) + 3 });
    if (++tried % LABELS_A_STEP === 0) yield;
  }
}

function disc(context, colour, x, y, r) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, r, 0, 7);
  context.fill();
}

function place({ left, top, scale }, x, y) {
  return [(x - left) * scale, (y - top) * scale];
}
