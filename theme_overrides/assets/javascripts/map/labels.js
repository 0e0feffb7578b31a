/** Text on the map that overlaps neither other text nor a dot. */

/** Where a text stands, the best first: how far to the side of a point, how far below it, and how far away. */
const SIDES = [1, 1.3, 0.6, 2].flatMap((far) =>
  [0, 0.5, -0.5, 1, -1].flatMap((dx) => [-1, 1, 0].map((dy) => [dx, dy, far])),
);

export class Labels {
  /** Of an area the box `seen` is what is seen, and `boxes` are taken; a box has left, top, right and bottom. */
  constructor(context, area, look, boxes) {
    Object.assign(this, { context, area, look, boxes });
  }

  /**
   * Find room for a text beside a point, in the first shape and at the first side for which there is; each of `tries` is
   * with other boxes that are taken and so many sides. Return a function that writes the text, or undefined.
   */
  place(text, x, y, { size = 12, weight = 500, shapes, clear, colour = this.look.ink, tries = [[[]]] }) {
    const { context, look } = this;
    const font = `${weight} ${size}px ${look.font}`;
    const align = { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3 };
    const style = { font, ...align, strokeStyle: look.paper, fillStyle: colour };
    const line = size * 1.2;
    Object.assign(context, style);
    for (const [others, most] of tries) {
      for (const shape of shapes) {
        const rows = wrap(text, ...shape);
        const width = Math.max(...rows.map((row) => context.measureText(row).width)) + 6;
        for (const [dx, dy, far] of SIDES.slice(0, most)) {
          const box = this.take(x, y, width, rows.length * line + 2, dx, dy, far * clear, others);
          if (!box) continue;
          return () => {
            Object.assign(context, style);
            rows.forEach((row, i) => {
              const put = [`\u2068${row}\u2069`, (box[0] + box[2]) / 2, box[1] + 1 + i * line]; // any direction
              context.strokeText(...put);
              context.fillText(...put);
            });
          };
        }
      }
    }
  }

  /** Take a box so far from a point if it is free, and seen as the point is, not cut; return it, or null. */
  take(x, y, width, height, dx, dy, clear, others = []) {
    const [l, t, r, b] = this.area.seen;
    const seen = x > l && x < r && y > t && y < b;
    const top = y + dy * clear + ((dy - 1) * height) / 2;
    let left = x + dx * clear + ((dx - 1) * width) / 2;
    if (seen && dy) left = Math.max(Math.min(left, r - width), l);
    const box = [left, top, left + width, top + height];
    if (seen ? left < l || box[2] > r || top < t || box[3] > b : meets(box, [this.area.seen])) return null;
    if (meets(box, this.boxes) || meets(box, others)) return null;
    this.boxes.push(box);
    return box;
  }
}

/** Return whether a box overlaps one of others. */
export function meets([left, top, right, bottom], others) {
  return others.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t);
}

/** Return a text as at most so many lines. */
export function wrap(text, columns, most) {
  const rows = text.match(new RegExp(`\\S.{0,${columns - 1}}(?=\\s|$)|\\S{1,24}`, "gsu")) ?? [];
  return rows.length > most ? [...rows.slice(0, most - 1), `${rows[most - 1]}…`] : rows;
}
