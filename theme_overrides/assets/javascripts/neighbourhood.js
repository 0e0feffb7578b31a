/**
 * The neighbourhood of a question, widened to two steps.
 *
 * The drawing that stands in the page is one step and needs no script. This adds the button that puts in its place the
 * same questions with those that are related to them in turn, read from the questions' own pages.
 */

import { ROOT, pageOf, relationsOf } from "./relations.js";

const BEFORE = 4; // these two as in the drawing of one step
const AFTER = 8;
const EACH = 5;
const AT_ONCE = 6;

const figure = document.querySelector(".qb-graph[data-question]");
if (figure) offer(figure);

/** Puts the button beside the link to the map, and below them a place for words and one for the wide view. */
function offer(figure) {
  const button = make("button", "qb-widen", "Show two steps");
  button.type = "button";
  const said = make("p", "qb-said");
  said.setAttribute("role", "status");
  const place = make("div");
  const ways = figure.querySelector(".qb-ways");
  ways.prepend(button);
  ways.after(said, place);

  let wide = false;
  const show = (words, ...tree) => {
    button.textContent = wide ? "Show one step" : "Show two steps";
    said.textContent = words;
    place.setAttribute("aria-busy", wide && !tree.length);
    place.replaceChildren(...tree);
    figure.toggleAttribute("data-wide", tree.length > 0);
    button.scrollIntoView({ block: "nearest" });
  };
  button.addEventListener("click", async () => {
    wide = !wide;
    show(wide ? "Loading…" : "");
    if (!wide) return;
    const found = await around(figure.dataset.question);
    if (!wide) return; // the reader has gone back meanwhile
    wide = found !== null;
    show(sentence(found), ...(found ? [drawn(found)] : []));
  });
}

/** Reads the pages of a question and of its neighbours; null where the first cannot be had. */
async function around(id) {
  const own = await relationsOf(ROOT, id).catch(() => null);
  if (!own) return null;
  const near = distinct(own.relations, id);
  const first = ({ kind, backlink }) => kind === "prerequisite" && !backlink;
  const before = near.filter(first).slice(0, BEFORE);
  const after = near.filter((relation) => !first(relation)).slice(0, AFTER);
  const shown = [...before, ...after];
  const pages = await together(shown.map((relation) => relation.id));
  const branches = shared(
    shown.map((relation, at) => {
      const page = pages.get(relation.id);
      const leads = distinct(page?.relations ?? [], relation.id, id);
      return { ...relation, number: at + 1, leads, missing: !page };
    }),
  );
  const known = [...near, ...branches.flatMap((branch) => branch.leads)];
  return {
    title: own.title,
    before: branches.slice(0, before.length),
    after: branches.slice(before.length),
    count: new Set(known.map((relation) => relation.id)).size,
    beyond: near.length - shown.length,
    missing: branches.filter((branch) => branch.missing).length,
  };
}

/**
 * Gives each question one card: under the first branch that leads to it and has room. The card notes the numbers of the
 * other branches that lead to it; a branch counts what it leads to that has no card at all.
 */
function shared(branches) {
  const under = new Map(branches.map(({ id }) => [id, 0]));
  for (const { number, leads } of branches) {
    const free = leads.filter(({ id }) => !under.has(id)).slice(0, EACH);
    for (const { id } of free) under.set(id, number);
  }
  const noted = (relation) => {
    const others = branches.filter(({ number }) => number !== under.get(relation.id));
    const also = others.filter(({ leads }) => leads.some(({ id }) => id === relation.id));
    return { ...relation, also: also.map(({ number }) => number) };
  };
  return branches.map((branch) => ({
    ...noted(branch),
    next: branch.leads.filter(({ id }) => under.get(id) === branch.number).map(noted),
    more: branch.leads.filter(({ id }) => !under.has(id)).length,
  }));
}

/** Each question once, by its first and so strongest relation, without some. */
function distinct(relations, ...without) {
  const met = new Set(without);
  return relations.filter(({ id }) => !met.has(id) && met.add(id));
}

/** Fetches pages, a few at a time; one that cannot be had is null. */
async function together(ids) {
  const waiting = [...ids];
  const pages = new Map();
  const work = async () => {
    while (waiting.length) {
      const id = waiting.shift();
      pages.set(id, await relationsOf(ROOT, id).catch(() => null));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pages;
}

function sentence(found) {
  if (!found) return "The questions around this one could not be loaded.";
  const { count, beyond, missing } = found;
  const least = beyond || missing ? "At least " : "";
  const all = `${least}${count} ${count === 1 ? "question" : "questions"} within two steps.`;
  return missing ? `${all} What is related to ${missing} of them could not be loaded.` : all;
}

/** The tree: what to read before the question above it, all else below, each with its own neighbours. */
function drawn({ title, before, after, beyond }) {
  const tree = list("qb-tree");
  tree.setAttribute("aria-label", "Questions within two steps");
  const here = make("li", "qb-tree__here", make("p", "qb-tree__card", title));
  here.setAttribute("aria-current", "page");
  tree.append(...before.map(branch), here, ...after.map(branch));
  if (beyond) tree.append(make("li", "qb-tree__item", make("p", "qb-tree__card", `And ${beyond} more in the list.`)));
  return tree;
}

function branch(near) {
  const item = card(near, `${near.number}. ${near.label}`);
  const next = near.next.map((relation) => card(relation, relation.label));
  if (near.more) {
    const link = make("a", "", `And ${near.more} more`);
    link.href = pageOf(ROOT, near.id);
    link.setAttribute("aria-label", `And ${near.more} more around ${near.title}`);
    next.push(make("li", "qb-tree__item", make("div", "qb-tree__card", link)));
  }
  if (next.length) item.append(list("", ...next));
  return item;
}

let numbered = 0;

function card(relation, kind) {
  const link = make("a", "", make("span", "qb-tree__kind", kind), " ", relation.title);
  link.href = pageOf(ROOT, relation.id);
  const box = make("div", "qb-tree__card", link);
  const notes = [relation.reason];
  if (relation.also.length) notes.push(`Also from ${relation.also.join(", ")}.`);
  if (relation.missing) notes.push("What is related to it could not be loaded.");
  const described = notes.filter(Boolean).map((note) => {
    const line = make("span", "qb-reason", note);
    line.id = `qb-note-${++numbered}`;
    return line;
  });
  box.append(...described);
  if (described.length) link.setAttribute("aria-describedby", described.map((line) => line.id).join(" "));
  const item = make("li", "qb-tree__item", box);
  item.dataset.kind = relation.kind;
  if (relation.backlink) item.dataset.backlink = "";
  return item;
}

/** A list that is told as one although it shows no bullets, which Safari would take for none. */
function list(className, ...items) {
  const element = make("ul", className, ...items);
  element.setAttribute("role", "list");
  return element;
}

/** An element with a class and children; a string among these is text and nothing else. */
function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
