/** The fields of the map that find a question by words of its title. */

import { Combobox } from "../combobox.js";
import { make, message } from "../site.js";

export class Finder extends Combobox {
  /** `box` has the input, the list and a line for words; `take` is called with the question chosen. */
  constructor(box, state, take) {
    super(...["input", "ul", "p"].map((name) => box.querySelector(name)));
    Object.assign(this, { state, take });
    this.input.onfocus = this.input.oninput = () => this.search();
    this.input.onblur = () => this.open(false);
  }

  get keys() {
    return { ...super.keys, Enter: (event) => this.enter(event), Escape: () => this.empty() };
  }

  async find(query) {
    const { names, bank } = this.state;
    try {
      await names.load();
    } catch {
      return { said: [message("map.titles_failed")] };
    }
    const items = names.search(query, bank.rank).map((at) => this.option(at));
    const said = items.length ? message("map.found", { count: items.length }) : message("map.none_found");
    return { said: query ? [said] : [], items };
  }

  option(at) {
    const title = make("bdi", {}, this.state.names.titles[at]);
    const item = make("li", { role: "option" }, title, " ", make("span", { class: "qb-where" }, this.state.about(at)));
    item.onclick = () => {
      this.empty();
      this.take(at);
    };
    return item;
  }

  empty() {
    this.input.value = "";
    this.search();
  }
}
