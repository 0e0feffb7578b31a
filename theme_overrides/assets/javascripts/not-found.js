/** The page that is shown for an address without one: it names the questions whose addresses are like that address. */

import { backwards, filesAround, idAsked, meant } from "./ids.js";
import { shardAt, shardOf } from "./shards.js";
import { fetchJson, make, message, pageOf } from "./site.js";

const MOST = 3;

const place = document.querySelector(".qb-meant");
const asked = idAsked(location.pathname);
if (asked) suggest().catch(console.warn);

async function suggest() {
  const { begins, ends } = place.dataset;
  const files = filesAround(asked, begins ? begins.split(" ") : []).map((number) => `begin-${number}`);
  // A bank with one file of beginnings has no files of ends: all ids are in that one.
  if (begins) files.push(...filesAround(backwards(asked), ends.split(" ")).map((number) => `end-${number}`));
  const parts = await Promise.all(files.map((file) => fetchJson(`data/ids/${file}.json`)));
  const found = meant(asked, parts.flatMap(({ ids }) => ids.split(" ")), MOST);
  if (!found.length) return;
  const links = await Promise.all(found.map(linkTo));
  const items = links.map((link) => make("li", {}, link));
  place.append(make("p", {}, message("not_found.did_you_mean")), make("ul", {}, ...items));
}

async function linkTo(id) {
  return make("a", { href: pageOf(id), dir: "auto" }, await titleOf(id));
}

/** Return the title of a question, or its id if the title cannot be loaded. */
async function titleOf(id) {
  const shard = await shardAt(shardOf(id)).catch(() => ({}));
  return shard[id]?.[0] ?? id;
}
