/** The ways to send a question: to GitHub as a file or as an issue, to the clipboard, or as a download. */

import messages from "../messages.js";
import { make, message, pieces } from "../site.js";
import { labelOf } from "./problems.js";
import { isId } from "./rules.js";
import { fileAddress, issueAddress } from "./ways.js";

const LISTS = new Intl.ListFormat(messages.language);

export class Ways {
  sent = {};

  constructor(page) {
    const way = (name) => page.querySelector(`[data-way=${name}]`);
    Object.assign(this, { page, file: way("file"), issue: way("issue"), said: page.querySelector(".qb-propose__said") });
    this.file?.addEventListener("click", (event) => this.openFile(event));
    this.issue?.addEventListener("click", (event) => this.openIssue(event));
    way("copy").addEventListener("click", () => this.copyFile());
    way("download").addEventListener("click", () => this.download());
  }

  /**
   * Set what is sent.
   * @param {{texts: Object<string, string>, id: string, text: string, fields: string[]}} sent
   */
  set(sent) {
    const news = JSON.stringify(sent) !== JSON.stringify(this.sent);
    this.sent = sent;
    const { texts, id, text, fields } = sent;
    const { new: folder, form } = this.page.dataset;
    this.missing = texts.question ? (texts.topic ? (isId(id) ? "" : "id") : "topic") : "question";
    if (folder) {
      this.fileWay = fileAddress(folder, texts.topic, id, text);
      this.file.href = this.missing ? `#propose-${this.missing}` : this.fileWay.href;
    }
    if (form) {
      this.issueWay = issueAddress(form, texts, fields);
      this.issue.href = texts.question ? this.issueWay.href : "#propose-question";
    }
    if (news) this.say(); // what was said is of another file
  }

  say(...words) {
    this.said.replaceChildren(...words);
  }

  openFile(event) {
    if (this.missing) this.ask(event, this.missing);
    else if (!this.fileWay.whole) this.pasteFile(event);
  }

  openIssue(event) {
    const { texts } = this.sent;
    const { href, left } = this.issueWay;
    if (!texts.question) this.ask(event, "question");
    else if (left.length) this.pasteParts(event, href, left);
  }

  /** Lead to the field that must be filled in first. */
  ask(event, field) {
    event.preventDefault();
    const control = this.page.querySelector(`#propose-${field}`);
    const fold = control.closest("details");
    if (fold) fold.open = true;
    control.focus();
    const bad = this.sent.id ? "propose.bad_id" : "propose.no_id";
    this.say(message(field === "id" ? bad : `propose.missing-${field}`));
  }

  /** Put a file that is too long for an address on the clipboard, and say where to paste it. */
  async pasteFile(event) {
    event.preventDefault();
    const link = make("a", { href: this.fileWay.href }, message("propose.file_link"));
    const done = await copied(this.sent.text);
    this.say(...pieces(done ? "propose.pasted" : "propose.by_hand", { link }));
    link.focus();
    if (!done) this.select();
  }

  /** Do the same with a field that is too long for the address of the form; of several, each has a button. */
  async pasteParts(event, href, left) {
    event.preventDefault();
    if (left.length > 1) {
      const link = make("a", { href, target: "_blank", rel: "noopener" }, message("propose.form_tab"));
      const fields = LISTS.format(left.map((field) => this.nameOf(field)));
      this.say(...pieces("propose.parts", { fields, link }), ...left.flatMap((field) => [" ", this.copier(field)]));
      link.focus();
      return;
    }
    const [field] = left;
    const link = make("a", { href }, message("propose.form_link"));
    const done = await copied(this.sent.texts[field]);
    this.say(...pieces(done ? "propose.part" : "propose.part_by_hand", { field: this.nameOf(field), link }));
    link.focus();
  }

  /** Return the button that puts a field on the clipboard, or selects it where there is none. */
  copier(field) {
    const name = message("propose.copy_part", { field: this.nameOf(field) });
    const button = make("button", { type: "button", class: "md-button" }, name);
    button.addEventListener("click", async () => {
      const done = await copied(this.sent.texts[field]);
      if (!done) this.page.querySelector(`[name=${field}]`).select();
      button.textContent = message(done ? "propose.part_copied" : "propose.part_selected", { field: this.nameOf(field) });
    });
    return button;
  }

  nameOf(field) {
    return labelOf(this.page.querySelector(`[data-field=${field}]`));
  }

  async copyFile() {
    if (await copied(this.sent.text)) {
      this.say(message("propose.copied"));
    } else {
      this.select();
      this.say(message("propose.clipboard"));
    }
  }

  /** Select the file, for somebody who copies it by hand. */
  select() {
    getSelection().selectAllChildren(this.page.querySelector(".qb-file__text"));
  }

  download() {
    const name = `${this.sent.id || "question"}.md`;
    const href = URL.createObjectURL(new Blob([this.sent.text], { type: "text/markdown" }));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    this.say(message("propose.downloaded", { name }));
  }
}

/** Put a text on the clipboard; return whether it is there. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}
