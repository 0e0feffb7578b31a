/** Colours and strokes, which the style sheet gives for each scheme, and sizes. */

import { make } from "../site.js";

/** Return how an element looks now, and each kind of relation: its stroke in the drawing on a question's page. */
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

/** Return the radius of a dot in pixels: larger for more central questions, and as one zooms. */
export function radius(bank, at, scale) {
  return Math.min(Math.max(bank.spacing * scale * 0.16, 1.3), 7) * (0.7 + bank.rank[at] / 165);
}
