/**
 * The list of related questions, widened to two steps.
 *
 * The list in the page shows one step and needs no script. This adds a button that puts below each of its questions
 * those related to it in turn, read from the questions' own pages.
 */

import { relationsOf } from "./relations.js";
import { idOf, make, message, pageOf } from "./site.js";
import { branchesOf, sentence } from "./two-steps.js";

const AT_ONCE = 6; // pages

/** Put the button beside the link to the map, and below them a line for words. */
export function offer(section) {
  const button = make("button", { class: "qb-widen", type: "button" }, message("two_steps.show"));
  const said = make("p", { class: "qb-said", role: "status" });
  const ways = section.querySelector(".qb-ways");
  ways.prepend(button);
  ways.after(said);
  const items = [...section.querySelectorAll(".qb-tree [data-kind]")];

  let wide = false;
  const say = (words) => {
    button.textContent = message(wide ? "two_steps.hide" : "two_steps.show");
    said.textContent = words;
  };
  button.addEventListener("click", async () => {
    wide = !wide;
    narrow(section);
    say(wide ? message("two_steps.loading") : "");
    if (!wide) return;
    const branches = await around(section.dataset.question, items.map((item) => idOf(item.querySelector("a").pathname)));
    if (!wide) return; // the reader has gone back meanwhile
    wide = branches.some((branch) => !branch.missing);
    say(sentence(branches));
    if (!wide) return;
    section.querySelector("details")?.setAttribute("open", "");
    branches.forEach((branch, at) => widen(items[at], branch));
    button.scrollIntoView({ block: "nearest" });
  });
}

/** Read the pages of the neighbours, a few at a time. */
async function around(own, near) {
  const waiting = [...near];
  const pages = new Map();
  const work = async () => {
    while (waiting.length) {
      const id = waiting.shift();
      pages.set(id, await relationsOf(id).catch(() => null));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return branchesOf(own, near, pages);
}

function narrow(section) {
  for (const added of section.querySelectorAll(".qb-tree ul, .qb-also")) added.remove();
  for (const label of section.querySelectorAll("[data-number]")) delete label.dataset.number;
}

function widen(item, branch) {
  item.querySelector("small").dataset.number = branch.number;
  if (branch.also.length) item.append(also(branch));
  if (branch.missing) item.append(make("span", { class: "qb-also" }, message("two_steps.unknown")));
  // A list without bullets is announced as one only if its role says so.
  if (branch.next.length) item.append(make("ul", { role: "list" }, ...branch.next.map(card)));
}

function card(relation) {
  const name = make("small", {}, relation.label);
  const item = make("li", {}, make("a", { href: pageOf(relation.id) }, name, " ", relation.title));
  if (relation.reason) item.append(" ", make("span", {}, relation.reason));
  if (relation.also.length) item.append(also(relation));
  item.dataset.kind = relation.kind;
  item.toggleAttribute("data-backlink", relation.backlink);
  return item;
}

function also({ also: numbers }) {
  return make("span", { class: "qb-also" }, message("two_steps.also", { numbers: numbers.join(", ") }));
}
