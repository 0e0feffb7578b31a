/** Lines of text. */

/** White space of one line, and all of it: `\s` of JavaScript is not that of Python. */
const SPACE = /[\t\n\v\f\r \x85\xa0\u2028\u2029]+/g;

/** Return a text with each run of white space made one space. */
export function onOneLine(text) {
  return text.replace(SPACE, " ").replace(/^ +| +$/g, "");
}
