import { summary, type Timing } from "../../catalogue/timing/measure.js";
import type { Row, Way } from "./row.js";

/** One row from the same row of several processes, which all have the same rows in the same order. */
export function merged(processes: readonly (readonly Row[])[]): readonly Row[] {
  const [first = []] = processes;
  return first.map((row, i) => {
    const ways = Object.keys(row.ways) as Way[];
    const timings = ways.map((way) => [way, joint(processes.map((rows) => rows[i]!.ways[way]!))]);
    return { ...row, ways: Object.fromEntries(timings) as Row["ways"] };
  });
}

/** The median of the figures, and the median of their spreads or the spread between processes, if that is larger. */
function joint(timings: readonly Timing[]): Timing {
  const between = summary(timings.map(({ ns }) => ns));
  const within = summary(timings.map(({ spread }) => spread)).ns;
  // A timing has no more significant digits.
  const digits = (value: number, count: number) => Number(value.toPrecision(count));
  return { ns: digits(between.ns, 4), spread: digits(Math.max(between.spread, within), 2) };
}
