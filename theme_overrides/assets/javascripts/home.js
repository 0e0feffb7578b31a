/** What the home page remembers: which question was read last, and how far the path has been walked. */

import { make, message, pageOf } from "./site.js";
import { kept } from "./storage.js";

const read = new Set(kept("read", []));
const steps = [...document.querySelectorAll("[data-step]")];
for (const step of steps) step.toggleAttribute("data-done", read.has(step.dataset.step));

const cards = [];
const [last] = kept("recent", []);
if (last) cards.push(card(message("home.reading"), pageOf(last.id), last.title));
const next = steps.find((step) => !read.has(step.dataset.step) && step.dataset.step !== last?.id);
if (last && next) {
  const link = next.querySelector("a");
  cards.push(card(message("home.next"), link.href, link.textContent));
}
const section = document.querySelector(".qb-continue");
section.querySelector("ul").append(...cards);
section.hidden = !cards.length;

function card(label, href, title) {
  return make("li", { class: "qb-card" }, make("small", {}, label), make("a", { href }, title));
}
