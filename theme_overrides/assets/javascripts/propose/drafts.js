/** The drafts that this browser keeps: that of the form, what a link began it with, and the one that was put aside. */

import { keep, kept, whenKept } from "../storage.js";

const CURRENT = "draft";
const ASKED = "draft-asked";
const ASIDE = "draft-aside";

/** @typedef {Object<string, string>} Texts by the names of the fields */

export class Drafts {
  isKept = true; // whether the browser has what is in the form

  /** @param {HTMLFormElement} form whose fields have names */
  constructor(form) {
    this.fields = [...form.elements].filter(({ name }) => name);
  }

  /** Return the texts that are kept by a name: whatever else is there, or too long for its field, is left out. */
  read(name) {
    const value = kept(name);
    const texts = {};
    for (const { name: field, maxLength = -1 } of this.fields) {
      const text = value && Object.hasOwn(Object(value), field) ? value[field] : "";
      texts[field] = typeof text !== "string" ? "" : maxLength > 0 ? text.slice(0, maxLength) : text;
    }
    return texts;
  }

  get current() {
    return this.read(CURRENT);
  }

  get aside() {
    return this.read(ASIDE);
  }

  /** Return whether somebody has typed something: a draft of which all comes from a link is nobody's yet. */
  get isSomebodys() {
    return hasWords(this.current) && !same(this.current, this.read(ASKED));
  }

  /** Keep the texts of the form; return whether they are kept. */
  keep(texts) {
    this.isKept = keep(CURRENT, texts);
    return this.isKept;
  }

  /** Keep what a link asks for, as a draft that the next link may replace; return whether it is kept. */
  begin(texts) {
    keep(ASKED, texts);
    return this.keep(texts);
  }

  /** Keep a draft for whoever wants it back. */
  putAside(texts) {
    if (hasWords(texts)) keep(ASIDE, texts);
  }

  /** Return the draft that was put aside, which is then there no more. */
  takeBack() {
    const { aside } = this;
    keep(ASIDE, {});
    return aside;
  }

  /** Call a function with the draft that another tab keeps, whenever it may have changed. */
  follow(call) {
    const look = () => this.isKept && kept(CURRENT) && call(this.current);
    whenKept(CURRENT, look);
    addEventListener("pageshow", ({ persisted }) => persisted && look());
    document.addEventListener("visibilitychange", () => document.hidden || look());
  }
}

export function hasWords(texts) {
  return Object.values(texts).some((text) => text.trim());
}

/** Return whether two drafts have the same texts; one that is missing is empty. */
export function same(one, other) {
  return Object.keys({ ...one, ...other }).every((name) => (one[name] ?? "") === (other[name] ?? ""));
}
