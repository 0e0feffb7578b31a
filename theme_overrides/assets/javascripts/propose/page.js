/**
 * The page that proposes a question: what is here already, the file as it will be, and the ways to send it.
 *
 * The texts of the form are the draft. They are kept in this browser at every change, and what is shown is made of them.
 */

import { fetchJson, make, message, pieces } from "../site.js";
import { QuestionChoices, TagChoices } from "./choices.js";
import { fileOf, proposed } from "./draft.js";
import { Drafts, hasWords, same } from "./drafts.js";
import { Near } from "./near.js";
import { Problems } from "./problems.js";
import { whenReleased } from "./released.js";
import { isId, problemsOf } from "./rules.js";
import { slugOf } from "./slug.js";
import { replaced } from "./tags.js";
import { titleOf, Titles } from "./titles.js";
import { Ways } from "./send.js";

const LONGEST_NAME = 60; // characters of a question on a button

const page = document.querySelector(".qb-propose");
const form = page.querySelector("form");
const part = (name) => page.querySelector(`.qb-propose__${name}`);
const fields = Object.fromEntries([...page.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
const [keptLine, discard, restore] = [part("kept").firstElementChild, ...part("kept").querySelectorAll("button")];

const drafts = new Drafts(form);
const near = new Near(page.querySelector(".qb-near"));
const titles = new Titles(show);
const tags = new TagChoices(fields.tags, changed);
const related = new QuestionChoices(fields.related, changed);
const problems = new Problems(page, replaceTag);
const ways = new Ways(page);
/** The parts of a file come with the page; tags and rules, which are many, are loaded. */
let bank = { ...JSON.parse(page.dataset.file), tags: [], rules: {}, limits: {} };
let asked = {}; // what a link wants a new draft to begin with

start().catch((error) => console.warn(error));

async function start() {
  part("two").hidden = false;
  const opened = open();
  form.addEventListener("input", changed);
  form.addEventListener("focusout", left);
  form.addEventListener("keydown", undo);
  form.addEventListener("submit", (event) => event.preventDefault());
  discard.addEventListener("click", () => begin(asked, message("propose.discarded"), message("propose.undo")));
  restore.addEventListener("click", bringBack);
  addEventListener("beforeunload", (event) => !drafts.isKept && !same(read(), asked) && event.preventDefault());
  addEventListener("online", () => Object.keys(bank.rules).length || load());
  drafts.follow(adopt);
  await Promise.all([opened, load()]);
  page.dataset.ready = "";
}

/** Load the tags and the rules of the bank; without them the form can be filled in and sent all the same. */
async function load() {
  try {
    const { tags: names, rules, limits } = await fetchJson(page.dataset.data);
    bank = { ...bank, rules: { ...rules }, limits: { ...limits }, tags: names.split(" ").filter(Boolean) };
    note("failed");
  } catch (error) {
    console.warn(error);
    note("failed", pieces("propose.unchecked"), button(message("propose.again"), load));
  }
  tags.tags = bank.tags;
  show();
}

/** Begin with the draft that is kept, and offer what the address asks for; or begin with that. */
async function open() {
  asked = askedFor(location.search);
  offerBack();
  if (drafts.isSomebodys) {
    const draft = drafts.current;
    fill(draft);
    tell(message("propose.back"));
    if (hasWords({ ...asked, topic: "" }) && !holds(draft, asked)) await offer();
    else settle();
  } else if (hasWords(asked)) {
    fill(asked);
    if (drafts.begin(read())) settle(); // otherwise the address still has it when the page is loaded again
  } else {
    fill(drafts.current);
  }
}

/** Return what the query of an address asks for: a question, and one that it is related to, with its topic. */
function askedFor(query) {
  const given = new URLSearchParams(query);
  const trimmed = (name) => (given.get(name) ?? "").trim();
  const topics = [...form.elements.topic.options].map((option) => option.value);
  return {
    question: trimmed("question").slice(0, form.elements.question.maxLength),
    related: isId(trimmed("related")) ? trimmed("related").slice(0, form.elements.id.maxLength) : "",
    topic: topics.includes(trimmed("topic")) ? trimmed("topic") : "",
  };
}

/** Return whether a draft has what a link asks for. */
function holds(draft, { question, related: id }) {
  return (!question || question === draft.question) && (!id || draft.related.split("\n").includes(id));
}

/** Ask somebody who has a draft, and came by a link that begins another, what to do. */
async function offer() {
  const { question, related: id } = asked;
  const title = question || ((await titleOf(id).catch(() => null)) ?? id);
  const add = () => {
    related.take(id);
    settle();
    changed();
    form.elements.question.focus();
  };
  note(
    "offer",
    pieces(question ? "propose.waiting" : "propose.waiting_related", { question: make("bdi", {}, short(title)) }),
    button(message("propose.begin"), () => begin(asked, message("propose.aside"))),
    ...(id ? [button(message("propose.add"), add)] : []),
    button(message("propose.go_on"), () => {
      settle();
      form.elements.question.focus();
    }),
  );
}

/** Forget what the link asked for: it is in the form now, or nobody wants it. */
function settle() {
  asked = {};
  note("offer");
  history.replaceState(history.state, "", location.pathname + location.hash);
}

/** Put the draft aside, and begin another. */
function begin(texts, words, undoing) {
  drafts.putAside(read());
  fill(texts);
  drafts.begin(read());
  settle();
  tell(words);
  offerBack(undoing);
  form.elements.question.focus();
}

/** Take the draft back that was put aside, and put aside the one that is there. */
function bringBack() {
  const before = read();
  fill(drafts.takeBack());
  drafts.putAside(before);
  changed();
  form.elements.question.focus();
}

/** Show the button for the draft that was put aside. */
function offerBack(words) {
  const { aside } = drafts;
  restore.hidden = !hasWords(aside);
  const question = short(aside.question);
  const named = () => pieces(question ? "propose.restore" : "propose.restore_nameless", { question: make("bdi", {}, question) });
  restore.replaceChildren(...(words ? [words] : named()));
}

function short(text) {
  const characters = [...text.trim()];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME).join("")}…` : text.trim();
}

/** Undo in an empty form brings the draft back that was there. */
function undo(event) {
  const wanted = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!wanted || restore.hidden || hasWords(read())) return;
  event.preventDefault();
  bringBack();
}

/** Show the draft that another tab has changed, so that none of the two replaces what was typed in the other. */
function adopt(texts) {
  if (same(texts, read())) return;
  fill(texts);
  tell(message("propose.changed"));
  offerBack();
}

/** Return the texts of the form by field. */
function read() {
  return Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, text.toWellFormed?.() ?? text]));
}

/** Put texts into the form, and show what is made of them. */
function fill(texts) {
  for (const element of form.elements) {
    if (element.name && element.value !== (texts[element.name] ?? "")) element.value = texts[element.name] ?? "";
  }
  related.set((texts.related ?? "").split("\n").filter(Boolean));
  const fold = form.querySelector("details");
  fold.open ||= [...fold.querySelectorAll("[name]")].some((element) => element.value);
  show();
}

function changed() {
  tell(message(drafts.keep(read()) ? "propose.kept" : "propose.not_kept"));
  offerBack();
  show();
}

/** Show what is missing in a field that is left. */
function left({ target }) {
  if (problems.leave(target.name) || target.name === "find") whenReleased(show);
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
  discard.hidden = !hasWords(texts);
  write(page.querySelector(".qb-file__path"), `${page.dataset.folder}/${texts.topic || "…"}/${id || "…"}.md`);
  write(page.querySelector(".qb-file__text"), text);
  ways.set({ texts: { ...texts, question: draft.question }, id, text, fields: bank.form });
  titles.ask([...new Set([id, ...draft.related])].filter(Boolean));
  const missing = texts.topic ? [] : [{ field: "topic" }];
  const others = [...missing, ...idProblems(draft, id), ...related.problems, ...fullFields()];
  problems.show([...problemsOf(draft, id, bank), ...others], bank, draft);
}

/** Return the fields that take no more: the browser cuts a text that is pasted, and does not say so. */
function fullFields() {
  const full = [...form.elements].filter(({ name, maxLength, value }) => name && maxLength > 0 && value.length >= maxLength);
  return full.map((element) => ({
    field: element.closest("[data-field]").dataset.field,
    note: true,
    key: "full",
    value: String(element.maxLength),
  }));
}

/** Return what is wrong with ids, as far as that is known. */
function idProblems(draft, id) {
  const taken = titles.of(id);
  const unknown = draft.related.filter((other) => titles.of(other) === null);
  return [
    ...(taken ? [{ field: "id", rule: "duplicate-id", value: taken }] : []),
    ...unknown.map((other) => ({ field: "related", rule: "unknown-id", value: other })),
  ].filter(({ rule }) => Object.hasOwn(bank.rules, rule));
}

/** Write a tag in another way. */
function replaceTag(tag, better) {
  tags.write(replaced(form.elements.tags.value, tag, better));
  changed();
}

function tell(words) {
  write(keptLine, words);
}

/** Write a text into an element, unless it is there: somebody may have selected it. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Show a note above the form, or none. */
function note(name, words, ...buttons) {
  page.querySelector(`[data-note=${name}]`).replaceChildren(...(words ? [make("p", {}, ...words), ...buttons] : []));
}

function button(words, act) {
  const made = make("button", { type: "button" }, words);
  made.addEventListener("click", act);
  return made;
}
