/** The rules that one file alone decides, for somebody who is still typing. tests/cases/propose compares them with Python. */

import { KEBAB, kebab } from "./kebab.js";
import { sectionText, structureOf } from "./structure.js";

const ADDRESS = /^(?:https?:\/\/|mailto:)/;
// What `markdown/characters.py` calls hidden.
const UNSPACED =
  "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1bff\ua980-\ua9ff\uaa00-\uaadf";
const SIGNS =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff\u{e0000}-\u{e007f}]|\p{Cs}/u;
const HIDDEN = new RegExp(`${SIGNS.source}|(?<![${UNSPACED}])\u200b(?![${UNSPACED}])`, "u");
const BARE = /^(?:https?:\/\/|mailto:|www\.)\S+$/i;
const WORD = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\p{L}\p{N}]+/gu;
/** What answers without words: code, formulas, links, images and HTML. */
const SHOWS = /[\x60$<\]]|~~~|(?:^|\n)(?: {4}|\t)/;
const [FEWEST, MOST] = [3, 2000]; // words of an answer
const TOP = 2; // the level of the headings of sections
const TEXTS = ["question", "in_short", "answer", "key_points", "context"];
const SECTIONS = TEXTS.slice(1);

/**
 * @typedef {object} Problem
 * @property {string} field
 * @property {string} rule its id
 * @property {string} [value] what in the field is wrong
 * @property {string} [better] what to write instead
 * @property {boolean} [note] whether the file is right all the same
 * @property {boolean} [open] whether it is to be settled all the same
 * @property {string} [key] of the message, where no rule says what is wrong
 */

/**
 * Return what is wrong with a question, or could be better, in the order of the form.
 * @param {import("./draft.js").Draft} draft
 * @param {string} id
 * @param {{limits: {question: number, in_short: number}, rules: object}} bank whose rules are checked
 * @returns {Problem[]}
 */
export function problemsOf(draft, id, { limits, rules }) {
  const words = plainly(draft.in_short).split(/\s+/).filter(Boolean);
  return [
    ...when(!draft.question, "question", "missing-question"),
    ...when([...plainly(draft.question)].length > limits.question, "question", "long-question"),
    ...draft.tags.filter((tag) => !KEBAB.test(tag) && !HIDDEN.test(tag)).map((tag) => tagProblem(tag)),
    ...when(words.length > limits.in_short, "in_short", "long-in-short"),
    ...when(!draft.answer, "answer", "missing-answer"),
    ...draft.sources
      .filter(({ url }) => url && !ADDRESS.test(url))
      .map(({ url }) => ({ field: "sources", rule: "bad-value", value: url })),
    ...when(structureOf(draft.key_points).empty, "key_points", "empty-item"),
    ...(draft.question && !isId(id) ? [{ field: "id", rule: "bad-id", value: id }] : []),
    ...SECTIONS.filter((field) => isEscaped(draft[field])).map((field) => ({ field, rule: "unknown-section", note: true })),
    ...hiddenIn(draft),
    ...when(draft.sources.some(isOneSided), "sources", "source-form"),
    ...SECTIONS.flatMap((field) => structureProblems(field, structureOf(draft[field]))),
    ...answerProblems(draft),
  ].filter(({ rule }) => Object.hasOwn(rules, rule));
}

/** Return whether a source lacks its address, or has it for a title. */
function isOneSided({ title, url }) {
  return !HIDDEN.test(title) && (!url || BARE.test(title));
}

function structureProblems(field, { levels, unnamed }) {
  const skips = levels.some((level, at) => level > (levels[at - 1] ?? TOP) + 1);
  return [...when(unnamed, field, "fence-language"), ...when(skips, field, "skipped-heading")];
}

/** Return what is wrong with the words of an answer; Python, which knows which words say little, finds more. */
function answerProblems({ question, answer }) {
  const wordsOf = (text) => plainly(text).toLowerCase().match(WORD) ?? [];
  const [asked, said] = [wordsOf(question), wordsOf(answer)];
  const short = answer && said.length < FEWEST && !SHOWS.test(answer);
  return [
    ...when(said.length && said.join(" ") === asked.join(" ") && !SHOWS.test(answer), "answer", "repeated-answer"),
    ...when(short || said.length > MOST, "answer", "answer-length"),
  ];
}

/** Return whether a text can be the id of a question. */
export function isId(text) {
  return KEBAB.test(text) && text !== "index";
}

function when(holds, field, rule) {
  return holds ? [{ field, rule }] : [];
}

function tagProblem(value) {
  return { field: "tags", rule: "bad-value", value, better: kebab(value) };
}

/** Return the first hidden character of each field that has one. */
function hiddenIn(draft) {
  const texts = {
    ...Object.fromEntries(TEXTS.map((field) => [field, draft[field]])),
    tags: draft.tags.join(" "),
    aliases: draft.aliases.join(" "),
    sources: draft.sources.map(({ title, url = "" }) => `${title} ${url}`).join(" "),
  };
  return Object.entries(texts).flatMap(([field, text]) => {
    const [character] = HIDDEN.exec(text) ?? [];
    if (character === undefined) return [];
    const value = `U+${character.codePointAt().toString(16).toUpperCase().padStart(4, "0")}`;
    return [{ field, rule: "hidden-character", value }];
  });
}

/** Return whether a line of a text would begin another section of the file, and is escaped. */
function isEscaped(text) {
  const lines = sectionText(text).split("\n");
  return text.split("\n").some((line, at) => line !== lines[at]);
}

/** Return a text about as a page shows it: without the addresses of links and the marks of emphasis and code. */
function plainly(text) {
  return text
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, "$1")
    .replace(/(?<![\\\w])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|\x60/g, "")
    .trim();
}
