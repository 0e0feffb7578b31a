/**
 * Marks on a page the words by which it was found, as `?highlight=word` says, where the search has looked.
 *
 * Pagefind has a module for this, 44 kB that every page would load; this asks the address first and does the rest by hand.
 */

const MOST = 20; // words
const SHORT = 4; // letters: a shorter word is marked alone, not as the beginning of another
const ENDING = 3; // letters: that much longer than a word of the text is its plural or the like

const address = new URL(location.href);
const wanted = address.searchParams.getAll("highlight").slice(0, MOST).map(plain).filter(Boolean);
if (wanted.length) {
  const article = document.querySelector("[data-pagefind-body]") ?? document.querySelector("article");
  const [first] = article ? mark(article) : [];
  const below = first && first.getBoundingClientRect().bottom > innerHeight;
  if (below && !address.hash) first.scrollIntoView({ block: "center" });
  address.searchParams.delete("highlight");
  history.replaceState(history.state, "", address);
}

/** A word without case and accents. */
function plain(word) {
  return word.trim().normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Whether a word of the text is wanted: it is the same, begins with it, or is it but for an ending. */
function matches(word) {
  const found = plain(word);
  return wanted.some((one) => {
    if (found === one) return true;
    if (Math.min(found.length, one.length) < SHORT) return false;
    return found.startsWith(one) || (one.startsWith(found) && one.length - found.length <= ENDING);
  });
}

/** Marks the wanted words of an element, and gives the marks in their order. */
function mark(root) {
  const skipped = "script, style, svg, math, mark, [hidden], [data-pagefind-ignore], .headerlink";
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(skipped)) texts.push(walker.currentNode);
  return texts.flatMap((text) => {
    const places = [...text.data.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([word]) => matches(word));
    // From the end, so that places before stay where they are.
    const marks = places.reverse().map(({ 0: word, index }) => {
      const part = text.splitText(index);
      part.splitText(word.length);
      const element = document.createElement("mark");
      part.replaceWith(element);
      element.append(part);
      return element;
    });
    return marks.reverse();
  });
}
