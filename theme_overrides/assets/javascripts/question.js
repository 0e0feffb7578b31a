/** What the page of a question does: it hides answers if asked to, and remembers that it was read. */

import { bind } from "./keys.js";
import { make, message } from "./site.js";
import { keep, kept } from "./storage.js";

const RECENT = 5;
const READ = 1000;

const root = document.documentElement;
const related = document.querySelector("[data-question]");
const { question } = related.dataset;
const answer = document.querySelector(".qb-answer");
const note = document.querySelector(".qb-hidden");

/** Hide answers, on this page and those to come, or show them again. */
function switchAnswers() {
  const hidden = kept("answers") !== "hidden";
  keep("answers", hidden ? "hidden" : "shown");
  setAnswers(hidden);
}

function setAnswers(hidden) {
  if (hidden) root.dataset.qbAnswers = "hidden";
  else delete root.dataset.qbAnswers;
  button.setAttribute("aria-pressed", kept("answers") === "hidden");
}

/** With answers hidden, show this one; otherwise hide all. */
function answerKey() {
  const hidden = !isHidden();
  if (hidden) keep("answers", "hidden");
  const left = (hidden ? answer : note).contains(document.activeElement);
  setAnswers(hidden);
  announce();
  if (left) goOn();
}

function isHidden() {
  return root.dataset.qbAnswers === "hidden";
}

/** Go where the reader goes on: to the answer, or to the button that shows it. */
function goOn() {
  const next = isHidden() ? note.querySelector("[data-reveal]") : answer.querySelector("h2");
  if (!isHidden()) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function announce() {
  said.textContent = message(isHidden() ? "question.hidden" : "question.shown");
}

/** Show the answer if a fragment leads to something in it; return whether that was hidden. */
function uncover(hash) {
  let id = hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // An address may have a bare per cent sign.
  }
  const target = id && document.getElementById(id);
  if (!target || !isHidden() || !answer.contains(target)) return;
  setAnswers(false);
  announce();
  target.scrollIntoView();
}

const button = make("button", { type: "button", class: "qb-hide" }, message("question.hide"));
const said = make("p", { class: "qb-unseen", role: "status" });
note.after(said);
button.addEventListener("click", () => {
  switchAnswers();
  announce();
  if (isHidden()) goOn();
});
answer.prepend(button);
note.querySelector("[data-reveal]").addEventListener("click", () => {
  setAnswers(false);
  announce();
  goOn();
});
note.querySelector("[data-stop]").addEventListener("click", () => {
  switchAnswers();
  announce();
  goOn();
});
setAnswers(kept("answers") === "hidden");

uncover(location.hash);
addEventListener("hashchange", () => uncover(location.hash));
// A link to the fragment that the address already has changes nothing.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href*='#']");
  if (link && link.pathname === location.pathname) uncover(link.hash);
});

const follow = (way) => () => document.querySelector(`a[rel=${way}]`)?.click();
bind({ a: answerKey, p: follow("prev"), n: follow("next") });

const titleOf = document.querySelector("h1").cloneNode(true);
titleOf.querySelector(".headerlink")?.remove();
const read = { id: question, title: titleOf.textContent.trim() };
keep("recent", [read, ...kept("recent", []).filter(({ id }) => id !== question)].slice(0, RECENT));
keep("read", [question, ...kept("read", []).filter((id) => id !== question)].slice(0, READ));

if ("twoSteps" in related.dataset) {
  import("./neighbourhood.js").then(({ offer }) => offer(related)).catch(console.warn);
}
