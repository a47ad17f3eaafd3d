import type { Line, Picture } from "../plot/picture.js";
import type { Chosen } from "./chosen.js";
import { type Interval, type Order, sample, zonesOf } from "./sample.js";

/** The chosen functions as a picture. */

export interface Coloured {
  readonly chosen: Chosen;
  readonly colour: string;
}

export const ORDER_NAMES = ["", "′", "″"] as const;
const DASHES = [undefined, "7 5", "1.5 5"] as const;

export function pictureOf(all: readonly Coloured[], orders: readonly Order[], x: Interval, active: number): Picture {
  const lines = all.flatMap(({ chosen, colour }) =>
    orders.flatMap((order) =>
      sample(chosen, order, x).map(
        ({ runs, dots }, i): Line => ({
          label: i === 0 ? `${chosen.f.spec.name}${ORDER_NAMES[order]}` : "",
          colour,
          runs,
          dots,
          dash: DASHES[order],
          width: order === 0 ? 3 : 2.2,
          opacity: i === 0 ? undefined : 0.4,
        }),
      ),
    ),
  );
  const shown = all[active];
  const names = all.map(({ chosen }) => chosen.f.spec.name).join(", ");
  const kinds = orders.map((order) => ["value", "derivative", "second derivative"][order]).join(", ");
  return {
    title: `${names}: ${kinds}`,
    description: `x from ${x[0]} to ${x[1]}. The table of values below has the numbers.`,
    x: { label: "x", domain: x },
    y: { label: "", domain: heightOf(lines, x) },
    lines: [...lines].reverse(),
    zones: shown ? zonesOf(shown.chosen, shown.colour, x) : [],
  };
}

/** High enough for the curves, and no higher than the interval is wide. */
function heightOf(lines: readonly Line[], [low, high]: Interval): Interval {
  const values = lines.flatMap(({ runs }) => runs.flat().map(({ y }) => y)).filter(Number.isFinite);
  const most = (high - low) / 2;
  const bottom = Math.max(-most, Math.min(-0.25, ...values));
  const top = Math.min(most, Math.max(1.1, ...values));
  const air = 0.06 * (top - bottom);
  return [bottom - air, top + air];
}
