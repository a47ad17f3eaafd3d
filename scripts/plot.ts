import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Curve, type Curves, clip, curvesOf, REACH, simplify } from "./curves.js";
import { type AnyFunction, functions } from "./functions.js";

/**
 * The pictures of docs/, as text by file name: the same input gives the same bytes. Colours that
 * are legible on white and on black, and no background: a page shows an SVG without telling it
 * which of the two it has chosen.
 */

const INK = "#737a83";
export const FAINT = "#8a919a";
// Value first, derivative second; in a picture of several curves, one each.
const COLOURS = ["#2f81f7", "#db6d28", "#2da44e"] as const;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

const DASHES = "3 4";
const TOLERANCE = 0.06;

/** Scales, by what has to fit: few, so that pictures can be compared. */
const RANGES: readonly Range[] = [
  [-0.25, 1.25],
  [-1.25, 1.25],
  [-0.75, 2.25],
  [-2.5, 7],
  [-7, 2.5],
];

type Range = readonly [low: number, high: number];

interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Panel extends Box {
  readonly curves: readonly Curve[];
  readonly colours: readonly string[];
  readonly range: Range;
  readonly title: string;
  readonly size: number;
  /** Dashes of the second curve, which may lie on the first. */
  readonly dashes: string;
}

export function pictures(): ReadonlyMap<string, string> {
  const drawn = functions.flatMap((f) => {
    const curves = curvesOf(f);
    return curves ? [{ f, curves }] : [];
  });
  const files = new Map(drawn.map(({ f, curves }) => [`plots/${f.spec.name}.svg`, picture(f, curves)]));
  return files.set("functions.svg", sheet(drawn));
}

const WIDE: Box = { width: 360, height: 260, left: 34, right: 14, top: 34, bottom: 26 };

/** A function on the left, its derivative on the right. */
function picture({ spec }: AnyFunction, { value, derivative, titles }: Curves): string {
  const several = value.length > 1;
  const panel = (curves: readonly Curve[], title: string, first: number): Panel => ({
    ...WIDE,
    curves,
    colours: several ? COLOURS : COLOURS.slice(first),
    range: rangeOf(curves),
    title,
    size: 11,
    dashes: "",
  });
  const width = 2 * WIDE.width;
  const height = WIDE.height + (several ? 22 : 0);
  const body = [
    place(0, 0, draw(panel(value, titles[0], 0))),
    place(WIDE.width, 0, draw(panel(derivative, titles[1], 1))),
    several ? legend(value, width / 2, WIDE.height + 10) : "",
  ];
  return svg(width, height, `${spec.name} and its derivative, x from −${REACH} to ${REACH}`, body.join("\n"));
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

/** All functions: value and derivative in one cell each. */
function sheet(drawn: readonly { readonly f: AnyFunction; readonly curves: Curves }[]): string {
  const cells = drawn.map(({ f, curves }, i) => {
    const both = [curves.value[0]!, curves.derivative[0]!];
    const panel: Panel = {
      ...CELL,
      curves: both,
      colours: COLOURS,
      range: rangeOf(both),
      title: f.spec.name,
      size: 9,
      dashes: DASHES,
    };
    return place((i % COLUMNS) * CELL.width, Math.floor(i / COLUMNS) * CELL.height, draw(panel));
  });
  const width = COLUMNS * CELL.width;
  const height = Math.ceil(drawn.length / COLUMNS) * CELL.height;
  const keys = [{ label: "f(x)" }, { label: "f′(x)" }].map((key) => ({ ...key, runs: [], ends: [] }));
  const body = [...cells, legend(keys, width / 2, height + 12, DASHES)].join("\n");
  return svg(width, height + 24, `All functions and their derivatives, x from −${REACH} to ${REACH}`, body);
}

/** The narrowest range that holds the curves, or the one that holds most of them. */
function rangeOf(curves: readonly Curve[]): Range {
  const values = curves.flatMap(({ runs }) => runs.flat().map(({ y }) => y));
  const held = RANGES.map(([low, high]) => values.filter((y) => y >= low && y <= high).length);
  return RANGES[held.indexOf(Math.max(...held))]!;
}

function draw({ curves, colours, range, title, size, dashes, ...box }: Panel): Element {
  const [low, high] = range;
  const perX = (box.width - box.left - box.right) / (2 * REACH);
  const perY = (box.height - box.top - box.bottom) / (high - low);
  const lines = curves.map(({ runs }) =>
    runs
      .flatMap((run) => clip(run, low, high))
      .map((run) => simplify(run, TOLERANCE, perX, perY))
      // A point without y interrupts the line.
      .flatMap((run) => [...run, { x: run.at(-1)!.x, y: Number.NaN }]),
  );
  const step = high - low < 4 ? 1 : 2;
  const ticks = [-6, -4, -2, -1, 0, 1, 2, 4, 6].filter((y) => y % step === 0 && y > low && y < high);
  const radius = size / 4;
  const { document } = parseHTML("<html></html>");
  return Plot.plot({
    document: document as unknown as Document,
    className: "plot",
    width: box.width,
    height: box.height,
    marginLeft: box.left,
    marginRight: box.right,
    marginTop: box.top,
    marginBottom: box.bottom,
    x: { domain: [-REACH, REACH], axis: null },
    y: { domain: [low, high], axis: null },
    marks: [
      Plot.gridX([-6, -3, 3, 6], { stroke: FAINT, strokeOpacity: 0.22 }),
      Plot.gridY(ticks, { stroke: FAINT, strokeOpacity: 0.22 }),
      Plot.ruleX([0], { stroke: FAINT, strokeOpacity: 0.7 }),
      Plot.ruleY([0], { stroke: FAINT, strokeOpacity: 0.7 }),
      Plot.axisX(
        [-6, -3, 0, 3, 6].filter((_, i) => size > 9 || i % 2 === 0),
        { tickSize: 0, tickPadding: 5, fontSize: size, label: null },
      ),
      Plot.axisY(ticks, { tickSize: 0, tickPadding: 5, fontSize: size, label: null, tickFormat: "d" }),
      Plot.text([title], {
        frameAnchor: "top-left",
        dy: -8,
        lineAnchor: "bottom",
        fontSize: size + 2,
        fontWeight: 600,
      }),
      ...lines.map((line, i) =>
        Plot.line(line, {
          x: "x",
          y: "y",
          stroke: colours[i]!,
          strokeWidth: size / 5.5,
          ...(i > 0 && dashes && { strokeDasharray: dashes }),
        }),
      ),
      ...curves.flatMap(({ ends }, i) => [
        Plot.dot(
          ends.filter(({ attained }) => attained),
          { x: "x", y: "y", r: radius, fill: colours[i]! },
        ),
        Plot.dot(
          ends.filter(({ attained }) => !attained),
          { x: "x", y: "y", r: radius * 0.9, stroke: colours[i]!, strokeWidth: 1.2 },
        ),
      ]),
    ],
  }) as unknown as Element;
}

/** What Plot drew, as a group, without what the whole picture says once. */
export function place(x: number, y: number, plot: Element): string {
  const group = plot.innerHTML
    .replace(/<style>.*?<\/style>/s, "")
    .replace(
      / (aria-[a-z]+|fill|font-variant|stroke-linejoin|stroke-linecap|stroke-miterlimit|class)="(currentColor|true|tabular-nums|round|1|[^"#]*(tick|label|grid|rule|line|text|dot)[^"#]*)"/g,
      "",
    )
    .replace(/<g[^>]*><\/g>/g, "")
    .replace(/(?:<line [^>]*>)+/g, joined)
    .replace(/\d+\.\d{2,}/g, (digits) => String(Math.round(Number(digits) * 10) / 10));
  return `<g transform="translate(${x},${y})" text-anchor="middle">${group}</g>`;
}

/** Many lines as one path. */
function joined(lines: string): string {
  const d = [...lines.matchAll(/<line y2="(.*?)" y1="(.*?)" x2="(.*?)" x1="(.*?)" \/>/g)].map(
    ([, y2, y1, x2, x1]) => `M${x1},${y1}${x1 === x2 ? `V${y2}` : `H${x2}`}`,
  );
  return `<path d="${d.join("")}"/>`;
}

export function svg(width: number, height: number, title: string, body: string): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`;
  const style = `fill="${INK}" font-family="${FONT}" font-size="12" stroke-linecap="round" stroke-linejoin="round"`;
  return `${open} ${style}>\n<title>${title}</title>\n${body}\n</svg>\n`;
}
