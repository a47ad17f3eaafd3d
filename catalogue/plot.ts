import { curvesOf } from "./curves.js";
import { type Drawable, functions, titleOf } from "./functions.js";
import { type Box, type Extent, type Panel, place } from "./panel.js";
import { type Curve, type Curves, REACH } from "./sample.js";

/**
 * The pictures of docs/, as text by file name: the same input gives the same bytes. Colours are legible
 * on white and on black, and there is no background, since a page does not tell an SVG which of the two it uses.
 */

const INK = "#737a83";
// The first is for the value, the second for the derivative; several curves have one each.
const COLOURS = ["#2f81f7", "#db6d28", "#2da44e"] as const;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

const DASHES = "3 4";

/** The vertical ranges: only a few, so that pictures can be compared. */
const RANGES: readonly Extent[] = [
  [-0.25, 1.25],
  [-1.25, 1.25],
  [-0.75, 2.25],
  [-2.5, 7],
  [-7, 2.5],
];

/** All pictures of docs/. */
export function pictures(): ReadonlyMap<string, string> {
  const files = new Map(functions.map((f) => [`plots/${f.spec.name}.svg`, pictureOf([f])]));
  return files.set("functions.svg", sheet(functions, "All functions and their derivatives"));
}

/** A function and its derivative, or several functions in one picture. */
export function pictureOf(list: readonly Drawable[]): string {
  const [first] = list;
  return first && list.length === 1 ? picture(first, curvesOf(first)) : sheet(list, "Functions and their derivatives");
}

const WIDE: Box = { width: 360, height: 260, left: 34, right: 14, top: 34, bottom: 26 };

/** A function on the left, its derivative on the right. */
function picture(f: Drawable, { value, derivative, titles }: Curves): string {
  const several = value.length > 1;
  const panel = (curves: readonly Curve[], title: string, first: number): Panel => ({
    ...WIDE,
    curves,
    colours: several ? COLOURS : COLOURS.slice(first),
    range: rangeOf(curves),
    title: escaped(title, 60),
    size: 11,
    dashes: "",
  });
  const width = 2 * WIDE.width;
  const height = WIDE.height + (several ? 22 : 0);
  const body = [
    place(0, 0, panel(value, titles[0], 0)),
    place(WIDE.width, 0, panel(derivative, titles[1], 1)),
    several ? legend(value, width / 2, WIDE.height + 10) : "",
  ];
  return svg(
    width,
    height,
    `${escaped(titleOf(f), 200)} and its derivative, x from −${REACH} to ${REACH}`,
    body.join("\n"),
  );
}

function legend(curves: readonly Curve[], centre: number, y: number, dashes?: string): string {
  const step = 92;
  const start = centre - (curves.length * step) / 2 + 8;
  return curves
    .map(({ label }, i) => {
      const x = start + i * step;
      const dashed = dashes && i > 0 ? ` stroke-dasharray="${dashes}"` : "";
      const line = `<path d="M${x},${y}h18" stroke="${COLOURS[i]}" stroke-width="2"${dashed}/>`;
      return `${line}<text x="${x + 24}" y="${y + 4}">${label}</text>`;
    })
    .join("");
}

const CELL: Box = { width: 176, height: 128, left: 20, right: 8, top: 24, bottom: 16 };
const COLUMNS = 5;

/** Value and derivative of each function in one cell. */
function sheet(list: readonly Drawable[], title: string): string {
  const columns = Math.min(COLUMNS, list.length);
  const cells = list.map((f, i) => {
    const curves = curvesOf(f);
    const both = [curves.value[0]!, curves.derivative[0]!];
    const panel: Panel = {
      ...CELL,
      curves: both,
      colours: COLOURS,
      range: rangeOf(both),
      title: escaped(titleOf(f), 36),
      size: 9,
      dashes: DASHES,
    };
    return place((i % columns) * CELL.width, Math.floor(i / columns) * CELL.height, panel);
  });
  const width = columns * CELL.width;
  const height = Math.ceil(list.length / columns) * CELL.height;
  const keys = [{ label: "f(x)" }, { label: "f′(x)" }].map((key) => ({ ...key, runs: [], ends: [] }));
  const body = [...cells, legend(keys, width / 2, height + 12, DASHES)].join("\n");
  return svg(width, height + 24, `${title}, x from −${REACH} to ${REACH}`, body);
}

/** The narrowest range that holds the curves, or the one that holds most of them. */
export function rangeOf(curves: readonly Curve[]): Extent {
  const values = curves.flatMap(({ runs }) => runs.flat().map(({ y }) => y));
  const held = RANGES.map(([low, high]) => values.filter((y) => y >= low && y <= high).length);
  return RANGES[held.indexOf(Math.max(...held))]!;
}

/** Text for a picture, of at most so many characters. */
function escaped(text: string, most: number): string {
  const short = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return short.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function svg(width: number, height: number, title: string, body: string): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`;
  const style = `fill="${INK}" font-family="${FONT}" font-size="12" stroke-linecap="round" stroke-linejoin="round"`;
  return `${open} ${style}>\n<title>${title}</title>\n${body}\n</svg>\n`;
}
