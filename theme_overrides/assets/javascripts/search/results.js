/** What a search found, as elements and sentences: the same in the dialog and on the search page. */

import { make, plural } from "../site.js";

/**
 * Return the list item of one question found.
 * @param {import("./engine.js").Found} found
 */
export function item(found) {
  const link = make("a", { class: "qb-result__link", href: found.url.href, dir: "auto" }, found.title);
  const about = make("span", { class: "qb-result__about" }, make("bdi", { class: "qb-where" }, found.topic));
  if (found.difficulty) {
    const shown = { class: "qb-difficulty", "data-difficulty": found.difficulty };
    about.append(" ", make("span", shown, found.difficulty));
  }
  const passage = make("span", { class: "qb-result__passage", dir: "auto" });
  for (const { text, marked } of found.passage) passage.append(marked ? make("mark", {}, text) : text);
  return make("li", { class: "qb-result" }, link, about, passage);
}

/** Return what an answer is, in text and elements: how many, and where they are not quite what was asked for. */
export function summary({ query, total, near, corrections }) {
  if (!total) return ["Nothing found for ", quoted(query), "."];
  const said = [];
  for (const { from, to } of corrections) said.push("Showing results for ", quoted(to), " instead of ", quoted(from), ". ");
  if (near) return [...said, "No question has all of these words; the nearest are:"];
  return [...said, `${plural(total, "question")} found`];
}

function quoted(words) {
  return make("q", { dir: "auto" }, words);
}
