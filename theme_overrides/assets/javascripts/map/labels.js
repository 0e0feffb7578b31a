/** Text on the map that never overlaps. */

const CELL = 8;

const known = new Map();

/** The area that is taken, as a grid of small cells. */
export class Taken {
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  /** Take a box if it is on the grid and free; return whether it was. */
  take(left, top, width, height) {
    const [first, upper] = [Math.floor(left / CELL), Math.floor(top / CELL)];
    const [last, lower] = [Math.floor((left + width) / CELL), Math.floor((top + height) / CELL)];
    if (first < 0 || upper < 0 || last >= this.columns || lower >= this.rows) return false;
    const rows = Array.from({ length: lower - upper + 1 }, (_, row) => (upper + row) * this.columns);
    if (rows.some((row) => this.cells.subarray(row + first, row + last + 1).includes(1))) return false;
    for (const row of rows) this.cells.fill(1, row + first, row + last + 1);
    return true;
  }
}

/** Return a text as at most so many lines. */
export function wrap(text, columns, most) {
  const rows = text.match(new RegExp(`\\S.{0,${columns - 1}}(?=\\s|$)|\\S{1,24}`, "gsu")) ?? [];
  return rows.length > most ? [...rows.slice(0, most - 1), `${rows[most - 1]}…`] : rows;
}

/** Return the lines of a text and the width of the longest, for letters one pixel high. */
function measured(context, text, weight, columns, most, font) {
  const key = `${weight} ${columns} ${text}`;
  if (!known.has(key)) {
    const rows = wrap(text, columns, most);
    context.font = `${weight} 100px ${font}`;
    known.set(key, { rows, width: Math.max(...rows.map((row) => context.measureText(row).width)) / 100 });
  }
  return known.get(key);
}

/** Write a text where there is room: `clear` pixels below a point or above it; centred on it if there is no `clear`. */
export function write(context, text, x, y, look, taken, style) {
  const { size = 12, weight = 500, columns = 24, most = 2, clear = 0 } = style;
  const { rows, width } = measured(context, text, weight, columns, most, look.font);
  const line = size * 1.2;
  const height = rows.length * line;
  const tops = clear ? [y + clear, y - clear - height] : [y - height / 2];
  const top = tops.find((one) => taken.take(x - (width * size) / 2 - 4, one - 2, width * size + 8, height + 4));
  if (top === undefined) return;
  Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3 });
  Object.assign(context, { font: `${weight} ${size}px ${look.font}`, strokeStyle: look.paper, fillStyle: look.ink });
  rows.forEach((row, i) => {
    const words = `\u2068${row}\u2069`; // whichever way its letters run
    context.strokeText(words, x, top + i * line);
    context.fillText(words, x, top + i * line);
  });
}
