/** Marks on a page the words by which it was found, until the reader takes the marks off. */

import { make, message } from "../site.js";
import { stem, words } from "./words.js";

const MOST = 20; // stems

/** Mark the words of these stems on this page, and scroll to the first, unless the address names a heading. */
export function show(stems) {
  const article = document.querySelector("[data-article]") ?? document.querySelector("article");
  const marks = article ? mark(article, new Set(stems.slice(0, MOST))) : [];
  if (!marks.length) return;
  offer(article, marks);
  const [first] = marks;
  const below = first.getBoundingClientRect().bottom > innerHeight;
  if (below && !location.hash) first.scrollIntoView({ block: "center" });
}

/** Add the button that takes the marks off. */
function offer(article, marks) {
  const button = make("button", { type: "button", class: "qb-marks" }, message("search.unmark", { count: marks.length }));
  button.addEventListener("click", () => {
    for (const one of marks) one.replaceWith(...one.childNodes);
    article.normalize();
    button.remove();
  });
  article.prepend(button);
}

/** Mark the words of an element that have one of these stems, and return the marks in their order. */
function mark(root, wanted) {
  const skipped = "script, style, svg, math, mark, button, [hidden], .qb-eyebrow, .headerlink";
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(skipped)) texts.push(walker.currentNode);
  return texts.flatMap((text) => {
    const places = [...text.data.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([word]) => words(word).some((one) => wanted.has(stem(one))));
    // From the end, so that earlier positions stay where they are.
    const marks = places.reverse().map(({ 0: word, index }) => {
      const part = text.splitText(index);
      part.splitText(word.length);
      const element = make("mark", {}, word);
      part.replaceWith(element);
      return element;
    });
    return marks.reverse();
  });
}
