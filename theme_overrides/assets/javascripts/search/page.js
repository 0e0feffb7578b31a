/**
 * The search page: what is asked stands in its address, and what is found below the field as one types.
 *
 * Until somebody asks for something it shows the first questions, which are in the page, and loads nothing to search in.
 */

import { boxesOf, tick, ticked } from "../address.js";
import { message } from "../site.js";
import { read, withParameter, write } from "./address.js";
import { chips, count } from "./facets.js";
import { held, item, summary } from "./results.js";

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
let answer; // what the engine gave for it, once something was asked
let total = Number(page.dataset.count); // of what is found
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
  page.addEventListener("focusin", ({ target }) => target.form === form && load().catch(() => {}));
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
  const shown = history.state?.shown;
  if (searches || shown || write(view)) {
    search(shown);
    return;
  }
  showView();
  list();
}

/** Load what searches, and the index; the engine loads each once. */
async function load() {
  const engine = await import("./engine.js");
  await engine.prepare();
  return engine;
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
  part("results").setAttribute("aria-busy", "true");
  showView();
  const found = await load().then(({ find }) => find(query, { filters, sort })).catch(() => null);
  const items = await found?.more(shown).then((results) => results.map(item), () => null);
  if (mine !== searches) return;
  use(items && found, items ?? []);
  const better = await found?.later?.().catch(console.warn);
  const more = await better?.more(Math.max(shown, part("results").children.length)).catch(() => null);
  if (more && mine === searches) use(better, held([...part("results").children], more.map(item)));
}

/** Show an answer, or that there is none, with these items. */
function use(found, items) {
  answer = found || null;
  total = answer?.total ?? 0;
  if (answer) count(form, answer.facets);
  const results = part("results");
  for (const entry of [...results.children]) if (!items.includes(entry)) entry.remove();
  results.append(...items.filter((entry) => !entry.isConnected)); // what stays is not moved: that would take its focus
  list();
}

/** Show how the results are sorted, and what they are narrowed to. */
function showView() {
  const { query, filters, sort } = view;
  sorting.options[0].disabled = !query; // without words nothing is more relevant, and the order is that of learning
  sorting.value = !query && sort === "relevance" ? "order" : sort;
  chips(form, part("chosen"), part("facets").firstElementChild, narrow);
  const chosen = Object.values(filters).flat().length;
  part("ticked").textContent = chosen ? message("search.chosen", { count: chosen }) : "";
}

/** Return what is found, in words and elements. */
function told() {
  if (answer === null) return [MISSING];
  if (!total && Object.keys(view.filters).length) return [message("search.nothing_filtered")];
  return view.query ? summary(answer) : [message("search.questions", { count: total })];
}

/** Show the results that are in the list, and what goes with them. */
function list() {
  const results = part("results");
  const none = !results.children.length;
  part("total").replaceChildren(...told());
  results.hidden = none;
  results.setAttribute("aria-busy", "false");
  part("sort").hidden = none;
  part("again").hidden = answer !== null;
  page.dataset.ready = "";
  extend();
  offer(view.query, !total || answer?.near || answer?.weak);
}

/** Say how many more there are. */
function extend() {
  const { length } = part("results").children;
  const left = total - length;
  part("next").hidden = left <= 0;
  part("next").textContent = message("search.next", { count: Math.min(left, AT_ONCE), left });
}

/** Show the next results, and note how many are shown then, for somebody who comes back. */
async function more() {
  if (extending) return;
  extending = true;
  const mine = searches;
  const { length } = part("results").children;
  const results = await answer?.more(AT_ONCE).catch(() => null);
  extending = false;
  if (mine !== searches) return;
  if (results) part("results").append(...results.map(item));
  else await search(length + AT_ONCE); // nothing was asked so far, or that failed: then this says so if it fails too
  const { children } = part("results");
  if (children.length <= length) return;
  history.replaceState({ shown: children.length }, "");
  extend();
  children[length].querySelector("a").focus();
}

/** Offer topics and tags where little was found, and always the page that proposes a question. */
function offer(query, missing) {
  part("lists").hidden = !missing;
  const propose = part("propose");
  const link = propose.querySelector("a");
  link.href = withParameter(link.href, "question", query);
  link.textContent = missing && query ? message("search.propose", { query }) : message("search.propose_it");
  if (missing) part("results").before(propose);
  else part("ways").prepend(propose);
}
