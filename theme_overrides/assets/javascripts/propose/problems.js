/** What is wrong with a question, shown beside its fields and in a list above the ways to send it. */

import { make, pieces, ROOT } from "../site.js";
import { distance, slipsOf } from "../search/spelling.js";

/** Rules that say what is missing: nobody wants to read that of a field before they have been there. */
const MISSING = new Set(["missing-question", "missing-answer", undefined]);

/** The messages that say more than the rule. */
const WORDS = {
  "hidden-character": "character",
  "unknown-section": "escaped",
  "duplicate-id": "taken",
  "unknown-id": "unknown",
};

export class Problems {
  filled = new Map(); // what is in each list
  left = new Set(); // the fields that somebody has been in, and left

  /** @param {(tag: string, better: string) => void} replace */
  constructor(page, replace) {
    Object.assign(this, { page, replace, todo: page.querySelector(".qb-todo") });
  }

  /** Note that a field has been left; return whether that is news. */
  leave(field) {
    const news = Boolean(field) && !this.left.has(field);
    if (news) this.left.add(field);
    return news;
  }

  /**
   * @param {import("./rules.js").Problem[]} found
   * @param {{rules: object, tags: string[]}} bank
   * @param {import("./draft.js").Draft} draft
   */
  show(found, { rules, tags }, draft) {
    const slips = draft.tags.flatMap((tag) => slipIn(tag, tags));
    const listed = [];
    for (const box of this.page.querySelectorAll("[data-field]")) {
      const { field } = box.dataset;
      const own = [...found, ...slips].filter((one) => one.field === field);
      listed.push(...own.filter((one) => one.open || isError(one, rules)));
      const shown = own.filter(({ rule, note }) => note || !MISSING.has(rule) || this.left.has(field));
      const list = box.querySelector(".qb-field__wrong");
      if (!list) continue;
      this.fill(list, shown, (one) => this.line(one, rules));
      const wrong = shown.some((one) => isError(one, rules));
      controlIn(box).setAttribute("aria-invalid", wrong);
    }
    this.list(listed, rules);
  }

  /** List what keeps the file from passing the check, each with a link to its field. */
  list(found, rules) {
    this.todo.hidden = !found.length;
    this.fill(this.todo.querySelector("ul"), found, (one) => this.entry(one, rules));
  }

  /** Fill a list with problems, unless it has them: what somebody is about to click stays where it is. */
  fill(list, found, item) {
    const key = JSON.stringify(found);
    if (this.filled.get(list) === key) return;
    this.filled.set(list, key);
    list.replaceChildren(...found.map(item));
  }

  entry(one, rules) {
    const box = this.page.querySelector(`[data-field=${one.field}]`);
    const control = controlIn(box);
    const link = make("a", { href: `#${control.id}` }, labelOf(box));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const fold = control.closest("details");
      if (fold) fold.open = true;
      control.focus();
    });
    return make("li", {}, ...pieces("propose.wrong", { field: link, problem: make("span", {}, ...this.words(one, rules)) }));
  }

  line(one, rules) {
    const item = make("li", {}, ...this.told(one, rules));
    if (one.rule) {
      const href = new URL(`rules/${one.rule}/`, ROOT);
      item.append(" ", make("a", { class: "qb-field__rule", href }, one.rule));
    }
    item.dataset.severity = isError(one, rules) ? "error" : "";
    return item;
  }

  /** Return a problem in words and, where there is a remedy, a button that applies it. */
  told(one, rules) {
    const { rule, value: tag, better } = one;
    if (better) {
      const other = make("button", { type: "button" }, better);
      other.addEventListener("click", () => this.replace(tag, better));
      return pieces(rule ? "propose.form" : "propose.slip", { tag: make("bdi", {}, tag), other });
    }
    return this.words(one, rules);
  }

  /** Return a problem in words. */
  words({ field, rule, value, better, key }, rules) {
    if (key) return say(key, value);
    if (!rule) return say("missing-topic"); // no rule: the file has no folder yet
    if (MISSING.has(rule)) return say(rule);
    if (field === "sources" && rule === "bad-value") return say("address", value);
    if (rule === "bad-value") return better ? say("form", value, better) : say("no_form", value);
    if (rule === "bad-id") return say(value ? "bad_id" : "no_id");
    return Object.hasOwn(WORDS, rule) ? say(WORDS[rule], value) : [rules[rule].summary];
  }
}

/** Return a message as text and elements, whatever way the words of a value run. */
function say(key, value = "", other = "") {
  const [text, better] = [value, other].map((words) => make("bdi", {}, words));
  return pieces(`propose.${key}`, { value: text, tag: text, other: better });
}

/** Return what is filled in in the box of a field. */
function controlIn(box) {
  return box.querySelector(":is(input, textarea, select):not([type=hidden])");
}

/** Return the name of the field of a box. */
export function labelOf(box) {
  return box.querySelector("label").firstChild.textContent.trim();
}

/** Return whether a problem keeps the file from passing the check. */
function isError({ rule, note }, rules) {
  return !note && (!rule || rules[rule].severity === "error");
}

/** Return the tag of the bank that one is a slip of, as a note that is no breach of a rule. */
function slipIn(tag, tags) {
  if (tags.includes(tag)) return [];
  const most = slipsOf(tag.length);
  const near = most ? tags.find((other) => Math.abs(other.length - tag.length) <= most && distance(tag, other, most) <= most) : null;
  return near ? [{ field: "tags", note: true, value: tag, better: near }] : [];
}
