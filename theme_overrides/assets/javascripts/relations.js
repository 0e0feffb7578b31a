/** The relations of a question, read from its own page: the one place where their reasons stand. */

/** The root of the site: this file is in `assets/javascripts/`. */
export const ROOT = new URL("../../", import.meta.url);

/**
 * What the page says of the other question, in its words; what it does not say is empty.
 * @typedef {{kind, label, id, title, where, reason: string, backlink: boolean}} Relation
 * @typedef {{id, title, topic, difficulty: string, relations: Relation[]}} Neighbourhood
 */

/** Promises by address. */
const known = new Map();

/** Gives the address of a question's page. */
export function pageOf(root, id) {
  return new URL(`questions/${encodeURIComponent(id)}/`, root);
}

/**
 * Gives a question's relations; its page is fetched once.
 * @returns {Promise<Neighbourhood>} rejected with an Error when the page cannot be had
 */
export function relationsOf(root, id) {
  const address = pageOf(root, id);
  let found = known.get(address.href);
  if (!found) {
    found = load(address, id);
    known.set(address.href, found);
    found.catch(() => known.delete(address.href)); // so that it is tried again
  }
  return found;
}

async function load(address, id) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const lists = page.querySelector(".qb-lists");
  if (!lists) throw new Error(`${address.pathname} is not the page of a question`);
  page.querySelectorAll("h1 .headerlink").forEach((link) => link.remove());
  return {
    id,
    title: words(page, "h1"),
    topic: words(page, ".qb-eyebrow > a"),
    difficulty: words(page, ".qb-eyebrow .qb-difficulty"),
    relations: [...lists.querySelectorAll(".qb-relations > li")].map((item) => relation(item, address)),
  };
}

/** Reads one item of the lists, as `partials/qbank-relations.html` writes it. */
function relation(item, address) {
  const heading = item.parentElement.previousElementSibling;
  const backlink = heading.id === "backlinks";
  const link = item.querySelector("a");
  const other = new URL(link.getAttribute("href"), address).pathname;
  return {
    kind: (backlink ? item : heading).dataset.kind,
    label: backlink ? words(item, ".qb-where") : heading.textContent.trim(),
    id: decodeURIComponent(other.split("/").at(-2)),
    title: link.textContent.trim(),
    where: backlink ? "" : words(item, ".qb-where"),
    reason: words(item, ".qb-reason"),
    backlink,
  };
}

function words(within, selector) {
  return within.querySelector(selector)?.textContent.trim() ?? "";
}
