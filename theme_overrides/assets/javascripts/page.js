/** What the scripts do on every page. */

import "./search/dialog.js";
import "./search/highlight.js";
import "./previews.js";
import "./wide.js";
import { bind } from "./keys.js";
import { goToRandom } from "./random.js";

// A page does without a script that cannot be loaded.
if (document.querySelector("[data-question]")) import("./question.js").catch(console.warn);
if (document.querySelector(".qb-home")) import("./home.js").catch(console.warn);

// The list beside a page begins where this page is.
addEventListener("load", () => {
  const here = document.querySelector(".qb-beside [aria-current]");
  const list = here?.closest(".md-sidebar__scrollwrap");
  if (list) list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
});

bind({ r: () => goToRandom().catch(console.warn) });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-random]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  goToRandom().catch(() => location.assign(link.href)); // to the topics, as without this script
});
