import type { Extent } from "../../catalogue/panel.js";
import { type Curve, clip, REACH } from "../../catalogue/sample.js";

const COLUMNS = 64;
const ROWS = 14;
/** A character of braille has two columns of four dots, with these bits. */
const BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BLANK = 0x2800;
// Between neighbouring samples: no dot of a steep line is left out.
const STEPS = 8;

/** Curves in dots of braille between axes. */
export function diagram(curves: readonly Curve[], [low, high]: Extent): string {
  const cells = Array.from({ length: ROWS }, () => new Uint8Array(COLUMNS));
  const dot = (x: number, y: number) => {
    const column = Math.round(((x + REACH) / (2 * REACH)) * (2 * COLUMNS - 1));
    const row = Math.round(((high - y) / (high - low)) * (4 * ROWS - 1));
    cells[row >> 2]![column >> 1]! |= BITS[column & 1]![row & 3]!;
  };
  for (const run of curves.flatMap(({ runs }) => runs).flatMap((all) => clip(all, low, high))) {
    for (const [i, { x, y }] of run.entries()) {
      const before = run[i - 1] ?? { x, y };
      for (let k = 0; k <= STEPS; k++) {
        dot(before.x + ((x - before.x) * k) / STEPS, before.y + ((y - before.y) * k) / STEPS);
      }
    }
  }
  const zero = Math.floor((high / (high - low)) * (ROWS - 1 / 4));
  const middle = COLUMNS / 2;
  const lines = cells.map((bits, row) => {
    const axis = (column: number) => (row === zero ? (column === middle ? "┼" : "─") : column === middle ? "│" : " ");
    const text = Array.from(bits, (dots, column) => (dots ? String.fromCodePoint(BLANK + dots) : axis(column)));
    const label = row === zero ? "0" : row === 0 ? String(high) : row === ROWS - 1 ? String(low) : "";
    return `${label.replace("-", "−").padStart(6)} ${text.join("")}`.trimEnd();
  });
  const below = `${`−${REACH}`.padEnd(middle)}0${String(REACH).padStart(middle - 1)}`;
  return [...lines, `${" ".repeat(7)}${below}`].join("\n");
}
