/** A field and the list of what it finds: the ARIA pattern of a combobox with a listbox. */

/**
 * A subclass finds: `find(query)` returns, or promises, an `Answer`.
 * @typedef {{said?: (string | Element)[], items?: Element[]}} Answer items of the list, each an option or around one
 */
export class Combobox {
  constructor(input, list, said) {
    Object.assign(this, { input, list, said, options: [], turn: 0, active: -1 });
    input.addEventListener("keydown", (event) => this.follow(event));
    list.addEventListener("mousedown", (event) => event.button || event.preventDefault()); // the field keeps its focus
  }

  get query() {
    return this.input.value.trim();
  }

  /** Keys that act while the list is open. The caret has Home and End until an option is chosen. */
  get keys() {
    const last = this.options.length - 1;
    return {
      ArrowDown: () => this.activate(this.active < last ? this.active + 1 : 0),
      ArrowUp: () => this.activate(this.active > 0 ? this.active - 1 : last),
      ...(this.active >= 0 && { Home: () => this.activate(0), End: () => this.activate(last) }),
    };
  }

  /** Show the answer for what the field holds; return whether it is shown, and no later search has overtaken it. */
  async search() {
    const { query } = this;
    const turn = ++this.turn;
    const answer = await this.find(query);
    if (turn !== this.turn) return false;
    this.show(query, answer);
    return true;
  }

  show(query, { said = [], items = [] }) {
    this.shown = query;
    this.said.replaceChildren(...said);
    this.list.replaceChildren(...items);
    this.list.scrollTop = 0;
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, i) => {
      option.id = `${this.list.id}-${i}`;
      option.setAttribute("aria-selected", false);
    });
    this.open(items.length > 0);
  }

  open(opened) {
    this.list.hidden = !opened;
    this.input.setAttribute("aria-expanded", opened);
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  follow(event) {
    const { keys } = this;
    if (this.list.hidden || event.isComposing || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key](event);
  }

  activate(at) {
    this.options[this.active]?.setAttribute("aria-selected", false);
    this.active = at;
    const option = this.options[at];
    option.setAttribute("aria-selected", true);
    option.closest("li").scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  /** Click what is chosen, or the first option; if the list is of an earlier query or empty, search first. */
  async enter({ ctrlKey, metaKey, shiftKey }) {
    if ((this.query !== this.shown || this.list.hidden) && !(await this.search())) return;
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey });
    this.options.at(Math.max(this.active, 0))?.dispatchEvent(click);
  }
}
