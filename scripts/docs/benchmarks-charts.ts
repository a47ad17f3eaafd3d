import type { Benchmarks } from "../../bench/comparison/record.js";
import { type Row, ratio } from "../../bench/comparison/row.js";
import { othersIn, ownerOf, rowsOf, SHEETS, type Sheet } from "../../bench/comparison/sheets.js";
import { sizeName } from "../../bench/report.js";
import { FAINT } from "../../catalogue/panel.js";
import { svg } from "../../catalogue/plot.js";

/** The charts of docs/benchmarks.md, as text by file name: a line for each function, a dot for each rival. */

/** The sheets that are drawn, and at which size. */
export const CHARTS: { readonly size: number; readonly ids: readonly Sheet["id"][] } = {
  size: 2 ** 16,
  ids: ["values", "end-to-end", "gradients"],
};

// A copy is no rival: its dots would widen the scale by a decade.
const COLOURS = {
  "tfjs-wasm": "#db6d28",
  "tfjs-cpu": "#bf8700",
  "ort-node": "#2f81f7",
  "ort-web": "#8250df",
  "numpy-ts": "#2da44e",
  plain: "#cf222e",
} as const;
type Drawn = keyof typeof COLOURS;

const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const WIDTH = 760;
const LINE = 16;
const TOP = 62;
const BOTTOM = 30;
const LEFT = 110;
const RIGHT = 20;

export function chartName({ id }: Pick<Sheet, "id">): string {
  return `benchmarks-${id}.svg`;
}

export function charts({ rows }: Benchmarks): ReadonlyMap<string, string> {
  const drawn = SHEETS.filter(({ id }) => CHARTS.ids.includes(id));
  return new Map(drawn.map((sheet) => [chartName(sheet), chart(sheet, rowsOf(sheet, CHARTS.size, rows))]));
}

function chart(sheet: Sheet, rows: readonly Row[]): string {
  const dots = rows.flatMap((row) =>
    othersIn(sheet, [row]).flatMap((other) => {
      const owner = ownerOf(other);
      return isDrawn(owner) ? [{ name: row.name, owner, times: ratio(row, sheet.ours, other)! }] : [];
    }),
  );
  const names = rows.map(({ name }) => name);
  const height = TOP + names.length * LINE + BOTTOM;
  const times = dots.map((dot) => dot.times);
  const low = Math.log(0.8 * Math.min(...times, 1));
  const high = Math.log(1.25 * Math.max(...times, 1));
  const atX = (value: number) => rounded(LEFT + ((Math.log(value) - low) / (high - low)) * (WIDTH - LEFT - RIGHT));
  const atY = (name: string) => TOP + (names.indexOf(name) + 0.5) * LINE;
  const seen = TICKS.filter((tick) => Math.log(tick) >= low && Math.log(tick) <= high);
  const path = (d: readonly string[], opacity: number) =>
    `<path d="${d.join("")}" stroke="${FAINT}" stroke-opacity="${opacity}"/>`;
  const labels = [
    ...names.map((name) => `<text x="${LEFT - 8}" y="${atY(name) + 4}" text-anchor="end">${name}</text>`),
    ...seen.map((tick) => `<text x="${atX(tick)}" y="${height - BOTTOM + 16}" text-anchor="middle">${tick}</text>`),
  ];
  const body = [
    path(
      names.map((name) => `M${LEFT},${atY(name)}H${WIDTH - RIGHT}`),
      0.15,
    ),
    path(
      seen.map((tick) => `M${atX(tick)},${TOP}V${height - BOTTOM}`),
      0.22,
    ),
    path([`M${atX(1)},${TOP}V${height - BOTTOM}`], 1),
    `<g font-size="11">${labels.join("")}</g>`,
    ...owners(dots).map((owner) => {
      const own = dots.filter((dot) => dot.owner === owner);
      const circles = own.map(({ name, times }) => `<circle cx="${atX(times)}" cy="${atY(name)}" r="4"/>`);
      return `<g fill="${COLOURS[owner]}" fill-opacity="0.85">${circles.join("")}</g>`;
    }),
  ];
  const title = `${sheet.title}, ${sizeName(CHARTS.size)} elements: how many times as long others take`;
  const head = `<text x="${WIDTH / 2}" y="20" text-anchor="middle" font-size="13" font-weight="600">${title}</text>`;
  return svg(WIDTH, height, title, [head, legend(owners(dots)), ...body].join("\n"));
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}

function owners(dots: readonly { readonly owner: Drawn }[]): readonly Drawn[] {
  return (Object.keys(COLOURS) as Drawn[]).filter((owner) => dots.some((dot) => dot.owner === owner));
}

function isDrawn(owner: string | undefined): owner is Drawn {
  return owner !== undefined && owner in COLOURS;
}

function legend(owners: readonly Drawn[]): string {
  const step = 96;
  const start = (WIDTH - owners.length * step) / 2 + 8;
  return owners
    .map((owner, i) => {
      const x = start + i * step;
      return `<circle cx="${x}" cy="42" r="4" fill="${COLOURS[owner]}"/><text x="${x + 9}" y="46">${owner}</text>`;
    })
    .join("");
}
