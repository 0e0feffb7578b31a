/** Colours and strokes, which the style sheet gives for each scheme, and sizes. */

import { make } from "../site.js";

/** Return how an element looks now, and each kind of relation. */
export function lookOf(element, kinds) {
  const style = getComputedStyle(element);
  const value = (name) => style.getPropertyValue(name).trim();
  const dot = value("--qb-dot");
  return {
    paper: value("--qb-paper"),
    ink: value("--md-default-fg-color"),
    faint: value("--qb-line"),
    accent: value("--md-accent-fg-color"),
    kinds: kinds.map(({ name }) => strokeOf(element.parentElement, name)),
    dot: (hue) => `oklch(${dot} ${hue})`,
    font: style.fontFamily,
  };
}

/** Return the stroke of a kind as the drawing on a question's page has it: they differ without colour too. */
function strokeOf(parent, kind) {
  const line = make("i", { class: "qb-line", "data-kind": kind, hidden: "" });
  parent.append(line);
  const { stroke, strokeWidth, strokeDasharray } = getComputedStyle(line);
  const found = { colour: stroke, width: parseFloat(strokeWidth), dash: strokeDasharray.match(/[\d.]+/g) ?? [] };
  line.remove();
  return found;
}

/** Return the radius of a dot in pixels: larger for more central questions, and as one zooms. */
export function radius(bank, at, scale) {
  return Math.min(Math.max(bank.spacing * scale * 0.16, 1.3), 7) * (0.7 + bank.rank[at] / 165);
}
