import type { Line, Picture } from "../plot/picture.js";
import { shortest } from "./floats.js";
import { errorText, type Judged } from "./judged.js";

const LEAST = 0.01;
const MOST = 1e10;

/** Errors at neighbouring numbers, on a log scale. */
export function zoomPicture(judged: readonly Judged[], title: string): Picture {
  const half = (judged.length - 1) / 2;
  const lines = judged[0]!.results.map(
    ({ name, colour }, k): Line => ({
      label: name,
      colour,
      runs: [judged.map(({ results }, i) => ({ x: i - half, y: drawn(results[k]!.error) }))],
      width: k === 0 ? 3 : 2,
      dash: k === 2 ? "6 4" : undefined,
    }),
  );
  const highest = Math.max(8, ...lines.flatMap(({ runs }) => runs.flat().map(({ y }) => y)));
  const now = judged[half]!.results.map(({ name, error, value }) => `${name}: ${errorText(error, value)}`).join(", ");
  return {
    title: `Errors of ${title}`,
    description: `At x = ${shortest(judged[half]!.x, "f64")}: ${now}.`,
    x: { label: "neighbours of x", domain: [-half, half] },
    y: {
      label: "ULP",
      domain: [LEAST, 10 ** Math.ceil(Math.log10(highest))],
      log: true,
      format: (value) => (value < 1e4 ? String(Number(value.toPrecision(1))) : `1e${Math.round(Math.log10(value))}`),
    },
    lines: [...lines].reverse(),
  };
}

/** An error of 0, or without bounds, has no place on a log scale. */
function drawn(error: number): number {
  if (Number.isNaN(error)) return MOST;
  return Math.min(MOST, Math.max(LEAST, error));
}
