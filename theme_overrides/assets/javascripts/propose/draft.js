/** The file of a question from the texts of the form, byte for byte as `read/proposal.py` and `read/draft.py` write it. */

import { onOneLine } from "./lines.js";
import { sectionText } from "./structure.js";
import { tagsIn } from "./tags.js";

/** White space, as a class of expressions: `\s` of JavaScript is not that of Python. */
const BLANK = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ADDRESS = `(?:https?://|mailto:)[^${BLANK}<>]+`;
const ADDRESSES = new RegExp(ADDRESS, "giu");
const LINK = new RegExp(`^\\[([^\\[\\]]+)\\]\\(<?(${ADDRESS}?)>?\\)$`, "iu");
const PAGE = new RegExp(`^(?:https?://[^${BLANK}?#]*)?/?questions/([a-z0-9-]+)/?(?:[?#][^${BLANK}]*)?$`);
const FILE = new RegExp(`^(?:https?://[^${BLANK}?#]*|[^${BLANK}:]*)/([a-z0-9-]+)\\.(?:md|yml)(?:[?#][^${BLANK}]*)?$`);
const BULLET = /^[-*+•][ \t]+/;
const ITEM = /^[ \t]*(?:(?:[-*+]|\p{Nd}{1,9}[.)])(?:[ \t]|$)|\x60{3}|~~~)/u;
const BLANK_END = new RegExp(`[${BLANK}]+$`);
const WORD = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const NOT_TEXT = new Set(["false", "no", "null", "off", "on", "true", "n", "y", "yes"]);
const UNSAFE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
/** The sections that the form has, in the order of a file. */
const SECTIONS = ["context", "in_short", "answer", "key_points"];

/** @typedef {{title: string, url?: string}} Source */
/**
 * @typedef {object} Draft
 * @property {string} question
 * @property {string} difficulty
 * @property {string[]} tags
 * @property {string[]} related ids
 * @property {string[]} aliases
 * @property {Source[]} sources
 * @property {string} context
 * @property {string} in_short
 * @property {string} answer
 * @property {string} key_points
 */

/**
 * Return the question that the texts of the form propose, each by the id of its field.
 * @param {Object<string, string>} texts
 * @returns {Draft}
 */
export function proposed(texts) {
  const text = (field) => (texts[field] ?? "").replace(/\r\n?/g, "\n");
  const prose = (field) => trimmed(text(field));
  const lines = (field) => text(field).split("\n").map((line) => onOneLine(line).replace(BULLET, "")).filter(Boolean);
  return {
    question: onOneLine(text("question")),
    difficulty: onOneLine(text("difficulty")),
    tags: tagsIn(text("tags")),
    related: distinct(lines("related").map(identifierIn)),
    aliases: distinct(lines("aliases")),
    sources: lines("sources").map(sourceIn),
    context: prose("context"),
    in_short: prose("in_short"),
    answer: prose("answer"),
    key_points: trimmed(asList(text("key_points"))),
  };
}

/** Return the text of a question file. `headings` are the titles of its sections by field. */
export function fileOf(draft, headings) {
  const blocks = [["---", ...fields(draft), "---"].join("\n"), `# ${heading(draft.question)}`.replace(BLANK_END, "")];
  for (const field of SECTIONS) {
    if (draft[field]) blocks.push(`## ${headings[field]}`, sectionText(draft[field]));
  }
  return `${blocks.join("\n\n")}\n`;
}

/** Return the lines of the front matter. */
function fields({ difficulty, tags, related, aliases, sources }) {
  const list = (name, words) => (words.length ? [`${name}: [${distinct(words.map(scalar)).join(", ")}]`] : []);
  return [
    ...(difficulty ? [`difficulty: ${scalar(difficulty)}`] : []),
    ...list("tags", tags),
    ...list("related", related),
    ...(aliases.length ? ["aliases:", ...aliases.map((alias) => `  - ${quoted(alias)}`)] : []),
    ...(sources.length ? ["sources:"] : []),
    ...sources.flatMap(({ title, url }) => [`  - title: ${quoted(title)}`, ...(url ? [`    url: ${quoted(url)}`] : [])]),
    "status: published",
  ];
}

/** Return a word in YAML, quoted unless every reader of YAML takes it for text. */
function scalar(text) {
  const word = onOneLine(text);
  return WORD.test(word) && !NOT_TEXT.has(word) ? word : quoted(word);
}

/** Return a text on one line, in the double quotes that JSON and YAML share. */
function quoted(text) {
  const escape = (character) => `\\u${character.charCodeAt().toString(16).padStart(4, "0")}`;
  return JSON.stringify(onOneLine(text)).replace(UNSAFE, escape);
}

/** Return a text as a heading that keeps the number signs at its end. */
function heading(text) {
  return onOneLine(text).replace(/(^|(?<= ))(#+)$/, "\\$2");
}

/** Return a text without blank lines at its beginning, and white space at its end. */
function trimmed(text) {
  return text.replace(/[ \t\n]+$/, "").replace(/^(?:[ \t]*\n)+/, "");
}

function distinct(words) {
  return [...new Set(words)];
}

/** Return a text as a Markdown list: each line is an item, unless it holds a list already. */
function asList(text) {
  const lines = text.split("\n");
  if (lines.some((line) => ITEM.test(line))) return text;
  return lines.map(onOneLine).filter(Boolean).map((line) => `- ${line}`).join("\n");
}

/**
 * Return the source on a line: `title | address`, a link, a title, or an address, which is then its own title. The
 * scheme of an address is written in lower case.
 */
function sourceIn(line) {
  const link = LINK.exec(line);
  if (link) return { title: link[1].replace(/^ +| +$/g, ""), url: lowerScheme(link[2]) };
  const found = [...line.matchAll(ADDRESSES)].at(-1);
  if (!found) return { title: line };
  const [url] = found;
  const rest = `${line.slice(0, found.index)} ${line.slice(found.index + url.length)}`;
  const title = onOneLine(rest.replace(/^[ |<>\t]+|[ |<>\t]+$/g, ""));
  return { title: title || url.replace(/^\w+:(?:\/\/)?/, "").replace(/\/+$/, ""), url: lowerScheme(url) };
}

function lowerScheme(address) {
  return address.replace(/^[^:]+/, (scheme) => scheme.toLowerCase());
}

/** Return the id in the address of a page or file; otherwise what was typed. */
export function identifierIn(line) {
  return (PAGE.exec(line) ?? FILE.exec(line))?.[1] ?? line;
}
