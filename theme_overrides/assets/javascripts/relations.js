/** The relations of a question, read from its own page: the one place where their reasons are written. */

import { fetchPath, idOf, once, pageOf } from "./site.js";

/**
 * What the page says of the other question, in its words; what it does not say is empty.
 * @typedef {{kind, label, id, title, reason: string, backlink: boolean}} Relation
 * @typedef {{id, title: string, relations: Relation[]}} Neighbourhood
 */

/** Return the promise of a question's relations; its page is fetched once. */
export const relationsOf = once(async (id) => {
  const address = pageOf(id);
  return { id, ...readPage(await (await fetchPath(address)).text(), address) };
});

/** Return what the HTML of a question's page says; throw an Error if it is another page. */
export function readPage(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const related = page.querySelector("[data-question]");
  if (!related) throw new Error(`${address} is not the page of a question`);
  page.querySelector("h1 .headerlink")?.remove();
  const relations = [...related.querySelectorAll(".qb-tree [data-kind]")].map((item) => relation(item, address));
  return { title: words(page, "h1"), relations };
}

/** Return one item of the list, as `partials/qbank-related-items.html` writes it. */
function relation(item, address) {
  const link = item.querySelector("a");
  const label = words(link, "small");
  link.querySelector("small")?.remove();
  return {
    kind: item.dataset.kind,
    label,
    id: idOf(new URL(link.getAttribute("href"), address).pathname),
    title: link.textContent.trim(),
    reason: words(item, ":scope > span"),
    backlink: "backlink" in item.dataset,
  };
}

function words(within, selector) {
  return within.querySelector(selector)?.textContent.trim() ?? "";
}
