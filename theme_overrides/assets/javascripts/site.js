/** What the scripts of all pages share: addresses of the site, data fetched from them, and elements. */

import messages from "./messages.js";

const plurals = new Intl.PluralRules(messages.language);

/** The root of the site: this file is in `assets/javascripts/`. */
export const ROOT = new URL("../../", import.meta.url);

/** Return the address of a question's page. */
export function pageOf(id) {
  return new URL(`questions/${encodeURIComponent(id)}/`, ROOT);
}

/** Return the id that the path of a question's page ends in. */
export function idOf(path) {
  return decodeURIComponent(/([^/]+?)(\.html|\/)?$/.exec(path)[1]);
}

/** Return the response of an address below the root; reject with an Error that names the address and the status. */
export async function fetchPath(address) {
  const response = await fetch(new URL(address, ROOT));
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

export async function fetchJson(address) {
  return (await fetchPath(address)).json();
}

/** Return a function that loads each key once, and after a failure again. */
export function once(load) {
  const loads = new Map();
  return (key) => {
    if (!loads.has(key)) loads.set(key, load(key));
    loads.get(key).catch(() => loads.delete(key));
    return loads.get(key);
  };
}

/** Return an element. What strangers wrote becomes text in it, never markup. */
export function make(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/**
 * Return a message of the catalogue as text and elements: its placeholders are replaced by these values, of which
 * `count` chooses the plural form.
 */
export function pieces(key, values = {}) {
  const entry = key.split(".").reduce((table, name) => table[name], messages.scripts);
  const template = entry.other ? (entry[plurals.select(values.count)] ?? entry.other) : entry;
  return template.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? values[part] : part));
}

/** Return a message as text. */
export function message(key, values) {
  return pieces(key, values).join("");
}

/** Return a text without case and accents. */
export function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
