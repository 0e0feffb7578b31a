/** Markdown of others as the text of one section of a file, line by line as in `read/structure.py`. */

const SPACES = /^[ \t]*/;
const HEADING = /^ {0,3}#{1,2}(?:[ \t]|$)/;
const SUBHEADING = /^ {0,3}#{3,6}(?:[ \t]|$)/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const BEFORE_RULE = /^ {0,3}(?:[-*+][ \t]+[^ \t]|>|#{3,6}(?:[ \t]|$)|\x60{3}|~~~)/;
const MARKER = /( *)(?:[-*+]|([0-9]{1,9})[.)]) {1,4}(?=[^ \t])/y;
const EMPTY_ITEM = /( *)(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]*$)/y;
const FENCE = /( *)(\x60{3,}(?=[^\x60]*$)|~{3,})/y;
const HTML = [
  ...["script", "pre", "style", "textarea"].map((tag) => [`<${tag}(?:[ \\t>]|$)`, `</${tag}>`]),
  ["<!--", "-->"],
  ["<\\?", "?>"],
  ["<![a-z]", ">"],
  ["<!\\[CDATA\\[", "]]>"],
].map(([begin, end]) => ({ begin: new RegExp(`^ {0,3}${begin}`, "iu"), end }));

/** Return a text without spaces and tabs at both of its ends. */
const strip = (text) => text.replace(/^[ \t]+|[ \t]+$/g, "");

/** Return the match of a sticky expression at a place. */
function matchAt(expression, text, at = 0) {
  expression.lastIndex = at;
  return expression.exec(text);
}

/** Return the column in which the text of a line begins; tabs stop at each fourth. */
function indentOf(line) {
  const [spaces] = SPACES.exec(line);
  return [...spaces].reduce((column, space) => column + (space === "\t" ? 4 - (column % 4) : 1), 0);
}

class Lines {
  written = [];
  items = []; // the column in which the text of each open item of a list begins
  fence = ""; // what closes the block of code that is open
  html = ""; // what closes the block of HTML that is open
  indent = 0; // of that fence
  column = 0; // where the text of its list begins
  levels = []; // of the headings so far, in order
  unnamed = 0; // blocks of code that name no language
  opened = 0; // where the text of an item would begin whose marker the last line was
  empty = 0; // items without text

  add(line) {
    const [indent, marks] = [indentOf(line), strip(line)];
    if (this.fence && marks && indent < this.column) this.fence = ""; // its list ends here
    if (this.fence) {
      const closes = marks.length >= this.fence.length && [...marks].every((mark) => mark === this.fence[0]);
      if (closes && indent < this.column + 4) this.fence = "";
    } else if (this.html) {
      if (line.toLowerCase().includes(this.html)) this.html = "";
    } else {
      line = this.outside(line, indent);
    }
    this.written.push(line);
  }

  /** Close what is open, unless the end of its list closes it. */
  close() {
    if (this.fence && !this.column) this.written.push(" ".repeat(this.indent) + this.fence);
    else if (this.html) this.written.push(this.html);
  }

  /** Return a line outside of code and HTML, escaped where it would begin a section. */
  outside(line, indent) {
    const before = this.written.at(-1) ?? "";
    if (this.opened && (!strip(line) || indent < this.opened)) this.empty++;
    this.opened = 0;
    if (!strip(line)) {
      if (this.items.length && matchAt(EMPTY_ITEM, before)) this.items.pop();
      return line;
    }
    const open = this.items.length;
    while (this.items.length && indent < this.items.at(-1)) this.items.pop();
    const start = this.markItems(line, Boolean(strip(before)));
    const marker = matchAt(EMPTY_ITEM, line, start);
    if (marker && (start || !strip(before) || this.items.length < open)) this.opened = start + marker[0].length + 1;
    const column = this.items.at(-1) ?? 0;
    const fence = matchAt(FENCE, line, start);
    if (fence && start + fence[1].length < column + 4) {
      Object.assign(this, { fence: fence[2], indent, column });
      if (!strip(line.slice(start + fence[0].length))) this.unnamed++;
    } else if (!this.items.length) {
      const opened = HTML.find(({ begin }) => begin.test(line));
      if (opened) this.html = line.toLowerCase().includes(opened.end) ? "" : opened.end;
      else if (SUBHEADING.test(line)) this.levels.push(strip(line).match(/^#+/)[0].length);
      else if (HEADING.test(line)) return `${line.slice(0, indent)}\\${line.slice(indent)}`;
      else if (this.underlines(line, before)) return `    ${line.slice(indent)}`; // a backslash would change a formula
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
      begin += marker[0].length;
      this.items.push(begin);
    }
    const empty = continued && !begin ? null : matchAt(EMPTY_ITEM, line, begin);
    if (empty) this.items.push(begin + empty[0].length + 1);
    return begin;
  }

  underlines(line, before) {
    return UNDERLINE.test(line) && Boolean(strip(before)) && !BEFORE_RULE.test(before) && !RULE.test(before);
  }
}

/** Return Markdown for one section: nothing in it begins another section, or hides the next. */
export function sectionText(text) {
  const lines = read(text);
  lines.close();
  return lines.written.join("\n");
}

/** Return the levels of the headings in a section, and how many blocks of code name no language and items are empty. */
export function structureOf(text) {
  const { levels, unnamed, empty, opened } = read(text);
  return { levels, unnamed, empty: empty + Number(opened > 0) };
}

function read(text) {
  const lines = new Lines();
  for (const line of text.split("\n")) lines.add(line);
  return lines;
}
