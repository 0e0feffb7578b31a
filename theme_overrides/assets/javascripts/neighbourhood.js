/**
 * The neighbourhood of a question, widened to two steps.
 *
 * The drawing in the page shows one step and needs no script. This adds a button that replaces it with the same
 * questions and those related to them in turn, read from the questions' own pages.
 */

import { relationsOf } from "./relations.js";
import { make, message, pageOf } from "./site.js";
import { bothSteps, firstStep, sentence } from "./two-steps.js";

const AT_ONCE = 6; // pages

const figure = document.querySelector(".qb-graph[data-question]");
if (figure) offer(figure);

/** Put the button beside the link to the map, and below them a line for words and a place for the wide view. */
function offer(figure) {
  const button = make("button", { class: "qb-widen", type: "button" }, message("two_steps.show"));
  const said = make("p", { class: "qb-said", role: "status" });
  const place = make("div", {});
  const ways = figure.querySelector(".qb-ways");
  ways.prepend(button);
  ways.after(said, place);

  let wide = false;
  const show = (words, ...tree) => {
    button.textContent = message(wide ? "two_steps.hide" : "two_steps.show");
    said.textContent = words;
    place.setAttribute("aria-busy", wide && !tree.length);
    place.replaceChildren(...tree);
    figure.toggleAttribute("data-wide", tree.length > 0);
    button.scrollIntoView({ block: "nearest" });
  };
  button.addEventListener("click", async () => {
    wide = !wide;
    show(wide ? message("two_steps.loading") : "");
    if (!wide) return;
    const steps = await around(figure.dataset);
    if (!wide) return; // the reader has gone back meanwhile
    wide = steps !== null;
    show(sentence(steps), ...(steps ? [drawn(steps)] : []));
  });
}

/** Read the pages of a question and of its neighbours, a few at a time; null if its own cannot be loaded. */
async function around({ question, before }) {
  const own = await relationsOf(question).catch(() => null);
  if (!own) return null;
  const step = firstStep(own, before.split(" "));
  const waiting = [...step.before, ...step.after];
  const pages = new Map();
  const work = async () => {
    while (waiting.length) {
      const { id } = waiting.shift();
      pages.set(id, await relationsOf(id).catch(() => null));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return bothSteps(own, step, pages);
}

/** Return the tree: what to read before the question above it, all else below, each with its own neighbours. */
function drawn({ title, before, after, beyond }) {
  const text = (words) => make("p", { class: "qb-tree__card" }, words);
  const here = make("li", { class: "qb-tree__here", "aria-current": "page" }, text(title));
  const rest = beyond ? [place(text(message("two_steps.more_in_list", { count: beyond })))] : [];
  const named = { class: "qb-tree", "aria-label": message("two_steps.label") };
  return list(named, ...before.map(branch), here, ...after.map(branch), ...rest);
}

function branch(near) {
  const item = card(near, message("two_steps.branch", near));
  const next = near.next.map((relation) => card(relation, relation.label));
  if (near.more) {
    const values = { count: near.more, title: near.title };
    const named = { href: pageOf(near.id), "aria-label": message("two_steps.more_around", values) };
    next.push(place(make("div", { class: "qb-tree__card" }, make("a", named, message("two_steps.more", values)))));
  }
  if (next.length) item.append(list({}, ...next));
  return item;
}

let numbered = 0;

function card(relation, kind) {
  const name = make("span", { class: "qb-tree__kind" }, kind);
  const link = make("a", { href: pageOf(relation.id) }, name, " ", relation.title);
  const notes = [relation.reason];
  if (relation.also.length) notes.push(message("two_steps.also", { numbers: relation.also.join(", ") }));
  if (relation.missing) notes.push(message("two_steps.unknown"));
  const described = notes
    .filter(Boolean)
    .map((note) => make("span", { class: "qb-reason", id: `qb-note-${++numbered}` }, note));
  if (described.length) link.setAttribute("aria-describedby", described.map((line) => line.id).join(" "));
  const item = place(make("div", { class: "qb-tree__card" }, link, ...described));
  item.dataset.kind = relation.kind;
  item.toggleAttribute("data-backlink", relation.backlink);
  return item;
}

function place(content) {
  return make("li", { class: "qb-tree__item" }, content);
}

/** Return a list that is announced as one although it shows no bullets, which Safari would take for none. */
function list(attributes, ...items) {
  return make("ul", { role: "list", ...attributes }, ...items);
}
