/** Marks on a page the words by which it was found, where the search has looked. */

import { make, plain } from "../site.js";

const MOST = 20; // words
const SHORT = 4; // letters: a shorter word is marked alone, not as the beginning of another
const ENDING = 3; // letters: that much longer than a word of the text is its plural or the like

/** Mark words on this page, and scroll to the first, unless the address names a heading. */
export function show(words) {
  const wanted = words.slice(0, MOST).map((word) => plain(word.trim())).filter(Boolean);
  const article = document.querySelector("[data-pagefind-body]") ?? document.querySelector("article");
  const [first] = article ? mark(article, wanted) : [];
  const below = first && first.getBoundingClientRect().bottom > innerHeight;
  if (below && !location.hash) first.scrollIntoView({ block: "center" });
}

/** Return whether a word of the text is wanted: it is the same, begins with it, or is it but for an ending. */
export function matches(word, wanted) {
  const found = plain(word);
  return wanted.some((one) => {
    if (found === one) return true;
    if (Math.min(found.length, one.length) < SHORT) return false;
    return found.startsWith(one) || (one.startsWith(found) && one.length - found.length <= ENDING);
  });
}

/** Mark the wanted words of an element, and return the marks in their order. */
function mark(root, wanted) {
  const skipped = "script, style, svg, math, mark, [hidden], [data-pagefind-ignore], .headerlink";
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(skipped)) texts.push(walker.currentNode);
  return texts.flatMap((text) => {
    const places = [...text.data.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([word]) => matches(word, wanted));
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
