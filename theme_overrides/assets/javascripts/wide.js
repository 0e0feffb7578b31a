/** Formulas, tables and code that are wider than the page scroll inside themselves; by keyboard, too. */

import { message } from "./site.js";

const WIDE = ".qb-formula, .qb-long, .md-typeset__scrollwrap, .md-typeset pre > code";

/** Let the keyboard reach what scrolls, and only that: browsers do so by themselves, except for Safari. */
export function reach() {
  for (const element of document.querySelectorAll(WIDE)) {
    const scrolls = element.scrollWidth > element.clientWidth;
    if (scrolls === (element.tabIndex === 0 && element.hasAttribute("role"))) continue;
    if (scrolls) {
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", message("page.wide"));
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
    }
  }
}

addEventListener("load", reach);
addEventListener("resize", reach);
if (document.readyState === "complete") reach();
