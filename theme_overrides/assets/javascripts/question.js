/** What the page of a question does: it hides answers if asked to, and remembers that it was read. */

import { bind } from "./keys.js";
import { make, message } from "./site.js";
import { keep, kept } from "./storage.js";

const RECENT = 5;
const READ = 1000;

const root = document.documentElement;
const related = document.querySelector("[data-question]");
const { question } = related.dataset;

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
  const hidden = root.dataset.qbAnswers !== "hidden";
  if (hidden) keep("answers", "hidden");
  setAnswers(hidden);
}

const button = make("button", { type: "button", class: "qb-hide" }, message("question.hide"));
button.addEventListener("click", switchAnswers);
document.querySelector(".qb-answer").prepend(button);
for (const reveal of document.querySelectorAll("[data-reveal]")) {
  reveal.addEventListener("click", () => {
    setAnswers(false);
    document.querySelector(".qb-answer h2").scrollIntoView({ block: "nearest" });
  });
}
for (const stop of document.querySelectorAll("[data-stop]")) stop.addEventListener("click", switchAnswers);
setAnswers(kept("answers") === "hidden");

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
