import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Benchmarks } from "../bench/comparison/record.js";
import { type Row, ratio } from "../bench/comparison/row.js";
import { othersIn, ownerOf, rowsOf, SHEETS, type Sheet } from "../bench/comparison/sheets.js";
import { sizeName } from "../bench/report.js";
import { FAINT, place, svg } from "./plot.js";

/** The pictures of docs/benchmarks.md, as text by file name: a line for each function, a dot for each other. */

/** What is drawn. */
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

const WIDTH = 760;
const LINE = 16;
const TOP = 62;
const BOTTOM = 30;
const LEFT = 110;
const RIGHT = 20;

export function chartName({ id }: Sheet): string {
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
  const { document } = parseHTML("<html></html>");
  const largest = Math.max(...dots.map(({ times }) => times), 1);
  const ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((tick) => tick <= 1.2 * largest);
  const smallest = Math.min(...dots.map(({ times }) => times), 1);
  const domain = [0.8 * smallest, 1.25 * largest];
  const seen = ticks.filter((tick) => tick >= domain[0]!);
  const plot = Plot.plot({
    document: document as unknown as Document,
    className: "plot",
    width: WIDTH,
    height,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { type: "log", domain, axis: null },
    y: { type: "point", domain: names, padding: 0.5, axis: null },
    marks: [
      Plot.gridY(names, { stroke: FAINT, strokeOpacity: 0.15 }),
      Plot.gridX(seen, { stroke: FAINT, strokeOpacity: 0.22 }),
      Plot.ruleX([1], { stroke: FAINT }),
      Plot.axisX(seen, { tickSize: 0, tickPadding: 6, fontSize: 11, label: null, tickFormat: String }),
      Plot.axisY(names, { tickSize: 0, tickPadding: 8, fontSize: 11, label: null }),
      ...owners(dots).map((owner) =>
        Plot.dot(
          dots.filter((dot) => dot.owner === owner),
          { x: "times", y: "name", r: 4, fill: COLOURS[owner], fillOpacity: 0.85 },
        ),
      ),
    ],
  }) as unknown as Element;
  const title = `${sheet.title}, ${sizeName(CHARTS.size)} elements: how many times as long others take`;
  const head = `<text x="${WIDTH / 2}" y="20" text-anchor="middle" font-size="13" font-weight="600">${title}</text>`;
  return svg(WIDTH, height, title, [head, legend(owners(dots)), place(0, 0, plot)].join("\n"));
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
