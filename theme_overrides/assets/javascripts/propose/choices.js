/** Fields that offer what the bank has: its tags, and its questions, found as the search finds them. */

import { Combobox } from "../combobox.js";
import { make, message, plain } from "../site.js";
import { identifierIn } from "./draft.js";
import { whenReleased } from "./released.js";
import { isId } from "./rules.js";
import { completed, lastPart, tagsIn } from "./tags.js";
import { titleOf } from "./titles.js";

const MOST = 8;
const PAUSE = 120; // milliseconds without a key before it searches

class Choices extends Combobox {
  /** @param {Element} box has the input, the list and a line for words that is heard only */
  constructor(box, changed) {
    super(box.querySelector("[role=combobox]"), box.querySelector("[role=listbox]"), box.querySelector("[role=status]"));
    this.changed = changed;
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      this.enterList();
    });
  }

  /** Open the list, and mark its first option. */
  async enterList() {
    this.stop();
    if ((await this.search()) && this.options.length) this.activate(0);
  }

  get keys() {
    const choose = this.active >= 0 && { Enter: () => this.options[this.active].click() };
    return { ...super.keys, ...choose, Escape: () => this.close() };
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  /** Mark an option; the list then stays as it is, even if a search is under way. */
  activate(at) {
    this.stop();
    super.activate(at);
  }

  close() {
    this.stop();
    this.open(false);
  }

  stop() {
    clearTimeout(this.timer);
    this.turn++; // an answer that is on its way comes too late
  }

  /** Return what is found, and how many are. */
  answer(items) {
    const said = items.length ? message("propose.found", { count: items.length }) : message("propose.none_found");
    return { said: this.query ? [said] : [], items };
  }

  option(value, ...content) {
    const item = make("li", { role: "option" }, ...content);
    item.addEventListener("click", () => {
      this.take(value);
      this.close();
      this.changed();
    });
    return item;
  }
}

export class TagChoices extends Choices {
  tags = []; // those of the bank, the most frequent first

  /** Return the tag that is being typed. */
  get query() {
    return lastPart(this.input.value);
  }

  find(query) {
    const words = plain(query).replace(/[\s_]+/g, "-");
    const chosen = new Set(tagsIn(this.input.value));
    if (query) chosen.delete(tagsIn(query)[0]);
    const others = this.tags.filter((tag) => !chosen.has(tag));
    const [first, rest] = [others.filter((tag) => tag.startsWith(words)), others.filter((tag) => tag.indexOf(words) > 0)];
    const found = [...first, ...rest].slice(0, MOST);
    return this.answer(found.length === 1 && found[0] === query ? [] : found.map((tag) => this.option(tag, tag)));
  }

  take(tag) {
    this.write(completed(this.input.value, tag));
  }

  /** Write a text as if it were typed, so that the browser can undo it. */
  write(text) {
    this.input.focus();
    this.input.select();
    if (!document.execCommand("insertText", false, text)) this.input.value = text;
    this.close();
  }
}

export class QuestionChoices extends Choices {
  failed = false;
  unsure = false; // whether what is found may be something else

  constructor(box, changed) {
    super(box, changed);
    this.input.addEventListener("change", () => whenReleased(() => this.settle()));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.kept = box.querySelector("[type=hidden]");
    this.chosen = box.querySelector(".qb-field__chosen");
  }

  get ids() {
    return this.kept.value.split("\n").filter(Boolean);
  }

  /** Return what is wrong with what is typed and not chosen, and with the search. */
  get problems() {
    const typed = document.activeElement === this.input ? "" : this.query;
    return [
      ...(this.failed ? [{ field: "related", note: true, key: "find_failed" }] : []),
      ...(typed ? [{ field: "related", note: true, open: true, key: "unchosen", value: typed }] : []),
    ];
  }

  async find(query) {
    if (!query) return { items: [] };
    const named = await this.named(query);
    try {
      const engine = await import("../search/engine.js");
      const answer = await engine.find(query);
      const found = await answer.more(MOST);
      this.fail(false);
      this.unsure = !named.length && (answer.weak || isId(query));
      const others = [...named, ...found.filter(({ id }) => !named.some((one) => one.id === id))];
      return this.answer(others.filter(({ id }) => !this.ids.includes(id)).map((one) => this.optionOf(one)));
    } catch (error) {
      console.warn(error);
      this.fail(true);
      return this.answer(named.map((one) => this.optionOf(one)));
    }
  }

  fail(failed) {
    if (this.failed === failed) return;
    this.failed = failed;
    this.changed();
  }

  /** Return the question whose id or address is typed, if there is one. */
  async named(query) {
    const id = identifierIn(query);
    const title = isId(id) && (await titleOf(id).catch(() => undefined));
    return title ? [{ id, title, topic: id }] : [];
  }

  optionOf({ id, title, topic }) {
    return this.option(id, make("bdi", {}, title), " ", make("span", { class: "qb-where" }, topic));
  }

  /** Choose by Enter: the ids and addresses that are typed, or the first question found; mark it if that is a guess. */
  async press(event) {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    clearTimeout(this.timer); // its search would overtake this one
    if (await this.settle()) return;
    if ((this.query !== this.shown || this.list.hidden) && !(await this.search())) return;
    if (this.unsure && this.active < 0 && this.options.length) this.activate(0);
    else await this.enter(event);
  }

  /** Choose the ids and addresses that are typed; return whether nothing else is. */
  async settle() {
    const { query } = this;
    const parts = query.split(/[\s,;]+/).filter(Boolean);
    const ids = await Promise.all(parts.map((part) => idIn(part)));
    if (!parts.length || ids.includes(null) || query !== this.query) return false;
    this.close();
    this.take(...ids);
    this.changed();
    return true;
  }

  take(...ids) {
    this.input.value = "";
    this.set([...new Set([...this.ids, ...ids])]);
  }

  /** Choose these questions; those that the bank does not have show their ids. */
  set(ids) {
    this.kept.value = ids.join("\n");
    this.chosen.hidden = !ids.length;
    const chips = ids.map((id) => this.chip(id));
    this.chosen.replaceChildren(...chips);
  }

  chip(id) {
    const title = make("bdi", {}, id);
    const button = make("button", { type: "button", "aria-label": message("propose.remove", { title: id }) }, "×");
    const name = (found) => {
      if (!found) return;
      title.textContent = found;
      button.setAttribute("aria-label", message("propose.remove", { title: found }));
    };
    titleOf(id).then(name, () => {}); // without its title the id says which one it is
    button.addEventListener("click", () => {
      this.set(this.ids.filter((other) => other !== id));
      this.changed();
      this.input.focus();
    });
    return make("li", {}, title, " ", button);
  }
}

/** Return the id of a question of the bank, or the one in an address; null for other words. */
async function idIn(text) {
  const id = identifierIn(text);
  if (!isId(id)) return null;
  return id !== text || (await titleOf(id).catch(() => undefined)) ? id : null;
}
