import { summary, type Timing } from "../measure.js";
import type { Row, Way } from "./row.js";

/** The rows of a function by several processes, of which each has all of them in the same order, as one of each. */
export function merged(processes: readonly (readonly Row[])[]): readonly Row[] {
  const [first = []] = processes;
  return first.map((row, i) => {
    const ways = Object.keys(row.ways) as Way[];
    const timings = ways.map((way) => [way, joint(processes.map((rows) => rows[i]!.ways[way]!))]);
    return { ...row, ways: Object.fromEntries(timings) as Row["ways"] };
  });
}

/** The medians of the figures and of their spreads, or what the processes differ by where that is more. */
function joint(timings: readonly Timing[]): Timing {
  const between = summary(timings.map(({ ns }) => ns));
  const within = summary(timings.map(({ spread }) => spread)).ns;
  // Rounded to what a timing can tell.
  const digits = (value: number, count: number) => Number(value.toPrecision(count));
  return { ns: digits(between.ns, 4), spread: digits(Math.max(between.spread, within), 2) };
}
