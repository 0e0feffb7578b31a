/** Markdown of others as the text of one section of a file, line by line as in `read/structure.py`. */

const HEADING = /^( {0,3})(#{1,2}(?:[ \t]|$))/;
const UNDERLINE = /^( {0,3})((?:=+|-+)[ \t]*$)/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const BEFORE_RULE = /^ {0,3}(?:[-*+][ \t]+[^ \t]|>)/;
const MARKER = /( *)(?:[-*+]|([0-9]{1,9})[.)]) {1,4}(?=[^ \t])/y;
const FENCE = /( *)(`{3,}(?=[^`]*$)|~{3,})/y;
const TAGS = "script|pre|style|textarea";
const HTML = [
  [`<(?:${TAGS})(?:[ \\t>]|$)`, `</(?:${TAGS})>`, "</pre>"],
  ["<!--", "-->", "-->"],
  ["<\\?", "\\?>", "?>"],
  ["<![a-z]", ">", ">"],
  ["<!\\[CDATA\\[", "\\]\\]>", "]]>"],
].map(([begin, end, written]) => ({ begin: new RegExp(`^ {0,3}${begin}`, "i"), end: new RegExp(end, "i"), written }));

/** Return a text without these characters at both of its ends. */
const strip = (text) => text.replace(/^[ \t]+|[ \t]+$/g, "");

/** Return the match of a sticky expression at a place. */
function matchAt(expression, text, at) {
  expression.lastIndex = at;
  return expression.exec(text);
}

class Lines {
  written = [];
  items = []; // the column in which the text of each open item of a list begins
  fence = ""; // what closes the block of code that is open
  indent = 0; // of that fence
  column = 0; // where the text of its list begins
  html = null; // the block of HTML that is open

  add(line) {
    const indent = /^ */.exec(line)[0].length;
    const marks = strip(line);
    if (this.fence && marks && indent < this.column) this.fence = ""; // its list ends here
    if (this.fence) {
      const closes = [...marks].every((mark) => mark === this.fence[0]) && marks.length >= this.fence.length;
      if (closes && indent < this.column + 4) this.fence = "";
    } else if (this.html) {
      if (this.html.end.test(line)) this.html = null;
    } else {
      line = this.outside(line, indent);
    }
    this.written.push(line);
  }

  /** Close what is open, unless the end of its list closes it. */
  close() {
    if (this.fence && !this.column) this.written.push(" ".repeat(this.indent) + this.fence);
    else if (this.html) this.written.push(this.html.written);
  }

  /** Return a line outside of code and HTML, escaped where it would begin a section. */
  outside(line, indent) {
    const before = this.written.at(-1) ?? "";
    if (!strip(line)) return line;
    while (this.items.length && indent < this.items.at(-1)) this.items.pop();
    const start = this.markItems(line, Boolean(strip(before)));
    const column = this.items.at(-1) ?? 0;
    const fence = matchAt(FENCE, line, start);
    if (fence && start + fence[1].length < column + 4) {
      Object.assign(this, { fence: fence[2], indent, column });
    } else if (!this.items.length) {
      const opened = HTML.find(({ begin }) => begin.test(line));
      if (opened) this.html = opened.end.test(line) ? null : opened;
      else if (HEADING.test(line) || this.underlines(line, before)) return `${line.slice(0, indent)}\\${line.slice(indent)}`;
    }
    return line;
  }

  /** Open the items of a list that a line begins with, and return where the text after them begins. */
  markItems(line, continued) {
    let begin = 0;
    while (!RULE.test(line)) {
      const marker = matchAt(MARKER, line, begin);
      const column = this.items.at(-1) ?? 0;
      if (!marker || begin + marker[1].length >= column + 4) break;
      if (continued && !this.items.length && marker[2] && Number(marker[2]) !== 1) break;
      begin = MARKER.lastIndex;
      this.items.push(begin);
    }
    return begin;
  }

  underlines(line, before) {
    return UNDERLINE.test(line) && Boolean(strip(before)) && !BEFORE_RULE.test(before);
  }
}

/** Return Markdown for one section: nothing in it begins another section, or hides the next. */
export function sectionText(text) {
  const lines = new Lines();
  for (const line of text.split("\n")) lines.add(line);
  lines.close();
  return lines.written.join("\n");
}
