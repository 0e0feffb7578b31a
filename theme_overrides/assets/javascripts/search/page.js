/** The search page: what is asked stands in its address, and what is found below the field as one types. */

import { boxesOf, tick, ticked } from "../address.js";
import { message } from "../site.js";
import { read, withParameter, write } from "./address.js";
import { find } from "./engine.js";
import { chips, count } from "./facets.js";
import { item, summary } from "./results.js";

const AT_ONCE = 10;
const PAUSE = 80; // milliseconds
const MISSING = message("search.unavailable");
const WIDE = matchMedia("(min-width: 60em)");

const page = document.querySelector(".qb-find");
const part = (name) => page.querySelector(`.qb-find__${name}`);
const form = part("form");
const { q: field, sort: sorting } = form.elements;
/** Return what the address asks for. */
const asked = () => read(location.search, boxesOf(form).map(({ name }) => name), field.maxLength);

/** @type {import("./address.js").View} */
let view;
let answer; // what the engine gave for it
let searches = 0; // so that an answer which a later one has overtaken is dropped
let typing;
let extending = false;

start();

function start() {
  for (const element of page.querySelectorAll("[data-live]")) element.hidden = false;
  sorting.disabled = false; // until now it would have been sent along
  const unfold = () => (part("facets").open = WIDE.matches);
  unfold();
  WIDE.onchange = unfold;
  field.oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(() => go("replaceState"), PAUSE);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    go("replaceState");
  };
  part("facets").onchange = narrow;
  sorting.onchange = () => go("pushState", { sort: sorting.value });
  part("next").onclick = more;
  part("again").onclick = () => location.reload(); // a module that failed to load is not loaded again without
  addEventListener("popstate", () => {
    if (write(asked()) !== write(view)) open(); // or it was a heading that somebody went to
  });
  open();
}

/** Show what the address asks for. */
function open() {
  const given = asked();
  const sort = [...sorting.options].some(({ value }) => value === given.sort) ? given.sort : "relevance";
  tick(form, given.filters);
  field.value = given.query;
  view = { ...given, filters: ticked(form), sort };
  search(history.state?.shown);
}

function narrow() {
  go("pushState", { filters: ticked(form) });
}

/** Change what is asked, and the address with it. */
function go(way, changes = {}) {
  clearTimeout(typing);
  view = { ...view, query: field.value.trim(), ...changes };
  history[way](null, "", write(view) || location.pathname);
  search();
}

async function search(shown = AT_ONCE) {
  const mine = ++searches;
  const { query, filters, sort } = view;
  sorting.options[0].disabled = !query; // without words nothing is more relevant, and the order is that of learning
  sorting.value = !query && sort === "relevance" ? "order" : sort;
  chips(form, part("chosen"), part("facets").firstElementChild, narrow);
  const chosen = Object.values(filters).flat().length;
  part("ticked").textContent = chosen ? message("search.chosen", { count: chosen }) : "";
  part("results").setAttribute("aria-busy", "true");
  const found = await find(query, { filters, sort }).catch(() => null);
  const items = await found?.more(shown).then((results) => results.map(item), () => null);
  if (mine !== searches) return;
  answer = items ? found : null;
  part("total").replaceChildren(...(answer ? told(answer) : [MISSING]));
  if (answer) count(form, answer.facets);
  list(items ?? []);
  offer(query, !answer?.total || answer.near);
}

/** Return what is found, in words and elements. */
function told(found) {
  const { query, total } = found;
  if (!total && Object.keys(view.filters).length) return [message("search.nothing_filtered")];
  return query ? summary(found) : [message("search.questions", { count: total })];
}

/** Replace the results by the first of these. */
function list(items) {
  const results = part("results");
  results.replaceChildren(...items);
  results.hidden = !items.length;
  results.setAttribute("aria-busy", "false");
  part("sort").hidden = !items.length;
  part("again").hidden = answer !== null;
  page.dataset.ready = "";
  extend();
}

/** Say how many more there are. */
function extend() {
  const { length } = part("results").children;
  const left = answer ? answer.total - length : 0;
  part("next").hidden = left <= 0;
  part("next").textContent = message("search.next", { count: Math.min(left, AT_ONCE), left });
}

/** Show the next results, and note how many are shown then, for somebody who comes back. */
async function more() {
  if (extending) return;
  extending = true;
  const mine = searches;
  const { length } = part("results").children;
  const results = await answer.more(AT_ONCE).catch(() => null);
  extending = false;
  if (mine !== searches) return;
  if (!results) {
    search(length + AT_ONCE); // which says so where that fails too
    return;
  }
  part("results").append(...results.map(item));
  history.replaceState({ shown: length + results.length }, "");
  extend();
  part("results").children[length]?.querySelector("a").focus();
}

/** Offer topics and tags where little was found, and always the form to propose a question. */
function offer(query, missing) {
  part("lists").hidden = !missing;
  const propose = part("propose");
  if (!propose) return;
  const link = propose.querySelector("a");
  link.href = withParameter(link.href, "title", query);
  link.textContent = missing && query ? message("search.propose", { query }) : message("search.propose_it");
  if (missing) part("results").before(propose);
  else part("ways").prepend(propose);
}
