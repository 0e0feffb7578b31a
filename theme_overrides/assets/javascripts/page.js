/** What the scripts do on every page. */

import "./search/dialog.js";
import "./search/highlight.js";
import "./previews.js";
import "./wide.js";
import { bind } from "./keys.js";
import { goToRandom } from "./random.js";

if (document.querySelector("[data-question]")) import("./question.js");
if (document.querySelector(".qb-home")) import("./home.js");

bind({ r: goToRandom });
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-random]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goToRandom();
});
