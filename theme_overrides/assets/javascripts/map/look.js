/** Colours, which the style sheet gives for each scheme, strokes and sizes. */

import { KINDS } from "./bank.js";

/** Width and dashes of each kind, as on a question's page: they differ without colour too. */
export const STROKES = [[2.6, []], [1.6, []], [1.6, [7, 3]], [1.6, [1.5, 3]]];

export function lookOf(element) {
  const style = getComputedStyle(element);
  const value = (name) => style.getPropertyValue(name).trim();
  const dot = value("--qb-dot");
  return {
    paper: value("--qb-paper"),
    ink: value("--md-default-fg-color"),
    faint: value("--qb-line"),
    accent: value("--md-accent-fg-color"),
    kinds: KINDS.map((kind) => value(`--qb-${kind}`)),
    dot: (hue) => `oklch(${dot} ${hue})`,
    font: style.fontFamily,
  };
}

/** The radius of a dot in pixels: larger for more central questions, and as one zooms. */
export function radius(bank, at, scale) {
  return Math.min(Math.max(bank.spacing * scale * 0.16, 1.3), 7) * (0.7 + bank.rank[at] / 165);
}
