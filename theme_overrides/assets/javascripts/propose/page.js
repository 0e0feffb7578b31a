/**
 * The page that proposes a question: what is here already, the file as it will be, and the ways to send it.
 *
 * The texts of the form are the draft. They are kept in this browser at every change, and what is shown is made of them.
 */

import { fetchJson, message } from "../site.js";
import { keep, kept, whenKept } from "../storage.js";
import { QuestionChoices, TagChoices, titleOf } from "./choices.js";
import { fileOf, proposed } from "./draft.js";
import { Near } from "./near.js";
import { Problems } from "./problems.js";
import { problemsOf } from "./rules.js";
import { slugOf } from "./slug.js";
import { Ways } from "./send.js";

const DRAFT = "draft";

const page = document.querySelector(".qb-propose");
const form = page.querySelector("form");
const live = page.querySelector(".qb-propose__two");
const part = (name) => page.querySelector(`.qb-propose__${name}`);
const fields = Object.fromEntries([...page.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
const [keptLine, discard] = [part("kept").firstElementChild, page.querySelector("[data-way=discard]")];

const near = new Near(page.querySelector(".qb-near"));
const related = new QuestionChoices(fields.related, changed);
const problems = new Problems(page, replaceTag);
const ways = new Ways(page);
let bank;
let asked = {}; // what the address wants a new draft to begin with

start().catch((error) => console.warn(error));

async function start() {
  bank = await fetchJson(page.dataset.data);
  new TagChoices(fields.tags, bank.tags.split(" ").filter(Boolean), changed);
  asked = askedFor(location.search);
  if (location.search) history.replaceState(history.state, "", location.pathname); // so that a reload asks for nothing again
  live.hidden = false;
  open();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", ({ target }) => problems.leave(target.name) && show());
  form.addEventListener("submit", (event) => event.preventDefault());
  discard.addEventListener("click", discardDraft);
  whenKept(DRAFT, (texts) => texts && JSON.stringify(texts) !== JSON.stringify(read()) && tell(message("propose.changed")));
  page.dataset.ready = "";
}

/** Begin with the draft that is kept, or with what the address asks for. */
function open() {
  const draft = kept(DRAFT, {});
  const begun = Object.values(draft).some(Boolean);
  fill(begun ? { ...draft, related: joined(draft.related, asked.related) } : asked);
  if (!begun) return;
  const other = asked.question && asked.question !== draft.question;
  tell(other ? message("propose.waiting", { question: asked.question }) : message("propose.back"));
}

/** Return what the query of an address asks for: a question, and one that it is related to, with its topic. */
function askedFor(query) {
  const given = Object.fromEntries(new URLSearchParams(query));
  const trimmed = (text = "") => text.trim();
  const topics = [...form.elements.topic.options].map((option) => option.value);
  return {
    question: trimmed(given.question).slice(0, form.elements.question.maxLength),
    related: /^[a-z0-9-]{1,100}$/.test(trimmed(given.related)) ? trimmed(given.related) : "",
    topic: topics.includes(trimmed(given.topic)) ? trimmed(given.topic) : "",
  };
}

function joined(...lists) {
  return [...new Set(lists.flatMap((list = "") => list.split("\n")).filter(Boolean))].join("\n");
}

/** Return the texts of the form by field. */
function read() {
  return Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, text.toWellFormed?.() ?? text]));
}

/** Put texts into the form, and show what is made of them. */
function fill(texts) {
  for (const element of form.elements) if (element.name) element.value = texts[element.name] ?? "";
  related.set((texts.related ?? "").split("\n").filter(Boolean));
  const fold = form.querySelector("details");
  fold.open ||= [...fold.querySelectorAll("[name]")].some((element) => element.value);
  show();
}

function changed() {
  const texts = read();
  tell(message(keep(DRAFT, texts) ? "propose.kept" : "propose.not_kept"));
  show();
}

/** Show the questions that are near, the file, what is wrong with it, and where it can be sent. */
function show() {
  const texts = read();
  const draft = proposed(texts);
  const made = slugOf(draft.question);
  const id = texts.id.trim() || (made ?? "");
  const text = fileOf(draft, bank.headings);
  near.ask(draft.question);
  form.elements.id.placeholder = made ?? "";
  discard.hidden = !Object.values(texts).some(Boolean);
  const path = `${page.dataset.folder}/${texts.topic || "…"}/${id || "…"}.md`;
  page.querySelector(".qb-file__path").textContent = path;
  page.querySelector(".qb-file__text").textContent = text;
  ways.set({ texts: { ...texts, question: draft.question }, id, text, fields: bank.form });
  const found = problemsOf(draft, id, bank);
  if (draft.question && !texts.topic) found.push({ field: "topic" });
  problems.show(found, { rules: bank.rules, tags: bank.tags.split(" "), draft });
  checkId(id, found);
}

/** Say so if the id is that of another question. */
async function checkId(id, found) {
  const title = id && (await titleOf(id).catch(() => undefined));
  if (!title || ways.sent.id !== id) return;
  found.push({ field: "id", rule: "duplicate-id", value: title });
  problems.show(found, { rules: bank.rules, tags: bank.tags.split(" "), draft: proposed(read()) });
}

/** Write a tag in another way. */
function replaceTag(tag, better) {
  const tags = form.elements.tags.value.split(",").map((one) => one.trim());
  form.elements.tags.value = tags.map((one) => (proposed({ tags: one }).tags[0] === tag ? better : one)).join(", ");
  form.elements.tags.focus();
  changed();
}

/** Empty the form, or begin with what the address asked for; the draft can be had back while the page is open. */
function discardDraft() {
  const before = read();
  fill(asked);
  asked = {};
  keep(DRAFT, read());
  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = message("propose.undo");
  undo.addEventListener("click", () => {
    fill(before);
    changed();
    form.elements.question.focus();
  });
  keptLine.replaceChildren(message("propose.discarded"), " ", undo);
  form.elements.question.focus();
}

function tell(words) {
  if (keptLine.textContent !== words) keptLine.textContent = words;
}
