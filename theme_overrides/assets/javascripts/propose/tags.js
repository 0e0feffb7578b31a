/** Tags in a field of text, as `read/proposal.py` tells them apart. */

import { KEBAB } from "./kebab.js";
import { onOneLine } from "./lines.js";

const BREAK = /[,;\n]/;
const LAST = /(?:^|[,;\n])([^,;\n]*)$/;

/** Return a tag in kebab-case where only case and spaces have to change; otherwise as it was typed. */
function tagIn(text) {
  const typed = onOneLine(text).replace(/^#+/, "").replace(/^ +| +$/g, "");
  const tag = typed.toLowerCase().replace(/[ _]+/g, "-");
  return KEBAB.test(tag) ? tag : typed;
}

/** Return the tags in a text, each once. */
export function tagsIn(text) {
  return [...new Set(text.split(BREAK).map(tagIn))].filter(Boolean);
}

/** Return the last part of a text, which is being typed. */
export function lastPart(text) {
  return LAST.exec(text)[1].trim();
}

/** Return a text whose last part is this tag, ready for the next. */
export function completed(text, tag) {
  const before = text.split(BREAK).slice(0, -1).map((part) => part.trim()).filter(Boolean);
  return `${[...before, tag].join(", ")}, `;
}

/** Return a text with another tag in the place of one. */
export function replaced(text, tag, other) {
  const parts = text.split(BREAK).map((part) => part.trim()).filter(Boolean);
  return parts.map((part) => (tagIn(part) === tag ? other : part)).join(", ");
}
