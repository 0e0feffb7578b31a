/** Fields that offer what the bank has: its tags, apart by commas, and its questions, found as the search finds them. */

import { Combobox } from "../combobox.js";
import { make, message, once, plain } from "../site.js";
import { shardAt, shardOf } from "../shards.js";

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
      if (event.key !== "ArrowDown" || !this.list.hidden || event.isComposing) return;
      event.preventDefault();
      this.search();
    });
  }

  get keys() {
    const choose = this.active >= 0 && { Enter: (event) => this.enter(event) };
    return { ...super.keys, ...choose, Escape: () => this.close() };
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  close() {
    clearTimeout(this.timer);
    this.turn++; // an answer that is on its way comes too late
    this.open(false);
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
  /** @param {string[]} tags those of the bank, the most frequent first */
  constructor(box, tags, changed) {
    super(box, changed);
    this.tags = tags;
  }

  /** Return the tag that is being typed. */
  get query() {
    return this.input.value.split(",").at(-1).trim();
  }

  find(query) {
    const words = plain(query).replace(/[\s_]+/g, "-");
    const chosen = new Set(this.input.value.split(",").slice(0, -1).map((tag) => tag.trim()));
    const others = this.tags.filter((tag) => !chosen.has(tag));
    const [first, rest] = [others.filter((tag) => tag.startsWith(words)), others.filter((tag) => tag.indexOf(words) > 0)];
    const found = [...first, ...rest].slice(0, MOST);
    return this.answer(found.length === 1 && found[0] === query ? [] : found.map((tag) => this.option(tag, tag)));
  }

  take(tag) {
    const before = this.input.value.split(",").slice(0, -1);
    this.input.value = `${[...before.map((one) => one.trim()), tag].join(", ")}, `;
  }
}

export class QuestionChoices extends Choices {
  constructor(box, changed) {
    super(box, changed);
    this.kept = box.querySelector("[type=hidden]");
    this.chosen = box.querySelector(".qb-field__chosen");
  }

  get ids() {
    return this.kept.value.split("\n").filter(Boolean);
  }

  async find(query) {
    if (!query) return { items: [] };
    try {
      const engine = await import("../search/engine.js");
      const found = await (await engine.find(query)).more(MOST);
      const others = found.filter(({ id }) => !this.ids.includes(id));
      return this.answer(others.map(({ id, title, topic }) => this.option(id, make("bdi", {}, title), " ", where(topic))));
    } catch (error) {
      console.warn(error);
      return { said: [message("propose.failed")] };
    }
  }

  take(id) {
    this.input.value = "";
    this.set([...new Set([...this.ids, id])]);
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
    titleOf(id).then((found) => {
      if (!found) return;
      title.textContent = found;
      button.setAttribute("aria-label", message("propose.remove", { title: found }));
    });
    button.addEventListener("click", () => {
      this.set(this.ids.filter((other) => other !== id));
      this.changed();
      this.input.focus();
    });
    return make("li", {}, title, " ", button);
  }
}

function where(topic) {
  return make("span", { class: "qb-where" }, topic);
}

/** Return the title of a question of the bank, or nothing if there is none with this id, or it is not known. */
export const titleOf = once(async (id) => {
  const shard = await shardAt(shardOf(id)).catch(() => ({}));
  return Object.hasOwn(shard, id) ? shard[id][0] : undefined;
});
