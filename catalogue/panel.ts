import { type Curve, clip, type End, type Point, REACH, simplify } from "./sample.js";

/**
 * One diagram as a group of SVG. A plotting library and the document it draws in would add 250 KiB,
 * compressed, to the command line.
 */

export const FAINT = "#8a919a";
const TOLERANCE = 0.06;

export type Extent = readonly [low: number, high: number];

export interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Panel extends Box {
  readonly curves: readonly Curve[];
  readonly colours: readonly string[];
  readonly range: Extent;
  readonly title: string;
  readonly size: number;
  /** The dashes of the second curve, which may coincide with the first. */
  readonly dashes: string;
}

/** The diagram with its upper left corner at (x, y). */
export function place(x: number, y: number, panel: Panel): string {
  return `<g transform="translate(${x},${y})" text-anchor="middle">${grid(panel)}${curves(panel)}</g>`;
}

function grid(panel: Panel): string {
  const { left, right, top, bottom, width, height, range, title, size } = panel;
  const { atX, atY } = scales(panel);
  const [low, high] = range;
  const step = high - low < 4 ? 1 : 2;
  const rows = [-6, -4, -2, -1, 0, 1, 2, 4, 6].filter((y) => y % step === 0 && y > low && y < high);
  const columns = [-6, -3, 0, 3, 6];
  const path = (xs: readonly number[], ys: readonly number[]) => {
    const vertical = xs.map((x) => `M${atX(x)},${top}V${height - bottom}`);
    const horizontal = ys.map((y) => `M${left},${atY(y)}H${width - right}`);
    return `<path d="${[...vertical, ...horizontal].join("")}"/>`;
  };
  const lines = (opacity: number, d: string) => `<g stroke-opacity="${opacity}" stroke="${FAINT}">${d}</g>`;
  // The vertical middle of digits is about a third of their size above the baseline.
  const shift = rounded(0.34 * size);
  const abscissas = columns
    .filter((_, i) => size > 9 || i % 2 === 0)
    .map((x) => `<text x="${atX(x)}" y="${rounded(height - bottom + 5 + 0.7 * size)}">${minus(x)}</text>`);
  const levels = rows.map((y) => `<text x="${left - 5}" y="${rounded(atY(y) + shift)}">${minus(y)}</text>`);
  return [
    lines(0.2, path([-6, -3, 3, 6], rows)),
    lines(0.7, path([0], [0])),
    `<g font-size="${size}">${abscissas.join("")}</g>`,
    `<g font-size="${size}" text-anchor="end">${levels.join("")}</g>`,
    `<text font-weight="600" font-size="${size + 2}" text-anchor="start" x="${left}" y="${top - 8}">${title}</text>`,
  ].join("");
}

function curves(panel: Panel): string {
  const { curves, colours, range, size, dashes } = panel;
  const { atX, atY, perX, perY } = scales(panel);
  const line = (run: readonly Point[]) =>
    `M${simplify(run, TOLERANCE, perX, perY)
      .map(({ x, y }) => `${atX(x)},${atY(y)}`)
      .join("L")}`;
  const lines = curves.map(({ runs }, i) => {
    const d = runs.flatMap((run) => clip(run, ...range)).map(line);
    const dashed = i > 0 && dashes ? ` stroke-dasharray="${dashes}"` : "";
    return `<path fill="none" stroke="${colours[i]}" stroke-width="${rounded(size / 5.5)}"${dashed} d="${d.join("")}"/>`;
  });
  const inside = ({ y }: End) => y >= range[0] && y <= range[1];
  const dots = curves.flatMap(({ ends }, i) =>
    ends.filter(inside).map(({ x, y, attained }) => {
      const paint = attained ? `fill="${colours[i]}"` : `fill="none" stroke="${colours[i]}" stroke-width="1.2"`;
      return `<circle cx="${atX(x)}" cy="${atY(y)}" r="${rounded(attained ? size / 4 : size / 4.4)}" ${paint}/>`;
    }),
  );
  return [...lines, ...dots].join("");
}

function scales({ left, right, top, bottom, width, height, range: [low, high] }: Panel) {
  const perX = (width - left - right) / (2 * REACH);
  const perY = (height - top - bottom) / (high - low);
  const atX = (x: number) => rounded(left + (x + REACH) * perX);
  const atY = (y: number) => rounded(top + (high - y) * perY);
  return { perX, perY, atX, atY };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function minus(value: number): string {
  return String(value).replace("-", "−");
}
