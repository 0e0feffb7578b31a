/** What a search found, as elements and sentences: the same in the dialog and on the search page. */

import messages from "../messages.js";
import { make, message, pieces } from "../site.js";

/**
 * Return the list item of one question found.
 * @param {import("./engine.js").Found} found
 */
export function item(found) {
  const link = make("a", { class: "qb-result__link", href: found.url.href, dir: "auto" }, found.title);
  const about = make("span", { class: "qb-result__about" }, make("bdi", { class: "qb-where" }, found.topic));
  if (found.difficulty) {
    const shown = { class: "qb-difficulty", "data-difficulty": found.difficulty };
    about.append(" ", make("span", shown, messages.difficulty[found.difficulty] ?? found.difficulty));
  }
  const passage = make("span", { class: "qb-result__passage", dir: "auto" });
  for (const { text, marked } of found.passage) passage.append(marked ? make("mark", {}, text) : text);
  return make("li", { class: "qb-result" }, link, about, passage);
}

/** Return what an answer is, in text and elements: how many, and where they are not quite what was asked for. */
export function summary({ query, total, near, weak, lost, corrections }) {
  const missing = lost ? [` ${message("search.lost")}`] : [];
  if (!total) return [...pieces("search.nothing", { query: quoted(query) }), ...missing];
  const said = corrections.flatMap(({ from, to }) => pieces("search.corrected", { from: quoted(from), to: quoted(to) }));
  return [...said, message(weak ? "search.weak" : near ? "search.near" : "search.found", { count: total }), ...missing];
}

/**
 * Return the items of a better answer, after those at the top of the list that stay where they are: down to the one that
 * the reader is about to choose, if there is one, by keyboard or pointer.
 * @param {Element[]} shown
 * @param {Element[]} items
 * @param {Element} [chosen]
 */
export function held(shown, items, chosen) {
  const last = shown.findLastIndex((entry) => entry === chosen || entry.matches(":hover, :focus-within"));
  const staying = shown.slice(0, last + 1);
  const addresses = new Set(staying.map((entry) => entry.querySelector("a").href));
  return [...staying, ...items.filter((entry) => !addresses.has(entry.querySelector("a").href))];
}

function quoted(words) {
  return make("q", { dir: "auto" }, words);
}
