import { cpus } from "node:os";
import { Workspace } from "lanewise";
import { type Off, SLACK, type Tally } from "./accuracy.js";
import { type Batch, batchBytes, makeBatch } from "./batch.js";
import { elementwiseLines } from "./elementwise.js";
import { type Activation, type ElementType, isElementwise } from "./functions.js";
import { checkPass, type Line, type Pass } from "./lines.js";
import { shapedLines } from "./shaped.js";
import { medians } from "./timing.js";

/** Sums over the whole table. */
export interface Totals {
  readonly checked: number;
  readonly off: number;
}

export const COUNT = 4 * 2 ** 20;
const COUNT_F64 = 2 ** 18;
// The time for all measurements, shared out evenly.
const MILLISECONDS = 6_000;

/** Runs every function on a batch, prints the table, and says how many values are off. */
export function runTable(functions: readonly Activation[], count: number, print: (line: string) => void): Totals {
  using f32 = new Workspace({ bytes: batchBytes("f32", count) });
  using f64 = new Workspace({ bytes: batchBytes("f64", Math.min(count, COUNT_F64)) });
  const batch = makeBatch("f32", count, f32);
  const batch64 = makeBatch("f64", Math.min(count, COUNT_F64), f64);
  const lines64 = functions.flatMap((f) => linesOf(f, batch64));
  const lines = functions.flatMap((f) => linesOf(f, batch));
  const budget = MILLISECONDS / lines.length / 2;

  for (const line of heading(batch, batch64)) print(line);
  const totals = { checked: 0, off: 0 };
  for (const [i, line] of lines.entries()) {
    const results = run(line, lines64[i]!, budget);
    print(format(line.name, results));
    for (const { title, tally } of results.tallies) {
      totals.checked += tally.checked;
      totals.off += tally.off;
      if (tally.first) print(`  OFF ${title}: ${tally.off} of ${tally.checked}, first ${describe(tally.first, tally)}`);
    }
  }
  return totals;
}

/** The last line of the demonstration. */
export function summary({ checked, off }: Totals, seconds: number): string {
  const values = `${checked.toLocaleString("en")} values checked, ${off.toLocaleString("en")} off`;
  const engine = `Node ${process.versions.node} (V8 ${process.versions.v8})`;
  return `${values}; ${seconds.toFixed(1)} s; ${engine}; ${cpus()[0]?.model.trim() ?? "unknown processor"}`;
}

interface Result {
  /** Nanoseconds per element: Workspace, drop-in, plain JS. */
  readonly times: readonly (readonly number[] | undefined)[];
  readonly tallies: readonly { readonly title: string; readonly tally: Tally }[];
}

function linesOf(f: Activation, batch: Batch): Line[] {
  return isElementwise(f) ? elementwiseLines(f, batch) : shapedLines(f, batch);
}

function run(line: Line, line64: Line, budget: number): Result {
  const time = (pass: Pass) => {
    for (let i = 0; i < 2; i++) {
      pass.inWorkspace();
      pass.dropIn();
      // Enough for the loop to be optimized; the whole batch would take most of the time.
      pass.plain(1 / 16);
    }
    const candidates = [pass.inWorkspace, pass.dropIn, () => pass.plain(1)];
    return medians(candidates, budget).map((ms) => (ms * 1e6) / pass.elements);
  };
  const check = (pass: Pass | undefined, type: ElementType, what: string) =>
    pass ? [{ title: `${line.name}, ${type} ${what}`, tally: checkPass(pass, SLACK[type]) }] : [];
  return {
    times: [time(line.value), line.gradient && time(line.gradient)],
    tallies: [
      ...check(line.value, "f32", "value"),
      ...check(line.gradient, "f32", "gradient"),
      ...check(line64.value, "f64", "value"),
      ...check(line64.gradient, "f64", "gradient"),
    ],
  };
}

const NAME = 20;
const TIMES = [10, 8, 7, 8];
const ERRORS = 7;

function heading({ count, rows, n }: Batch, batch64: Batch): string[] {
  const group = (title: string) => ` ${` ${title} `.padEnd(TIMES.reduce((a, b) => a + b) - 2, "-")} `;
  const columns = () =>
    ["Workspace", "drop-in", "plain", "speed-up"].map((title, i) => title.padStart(TIMES[i]! + +(i === 3)));
  const errors = (title: string) => ` ${` ${title} `.padEnd(2 * ERRORS - 1, "-")}`;
  const kinds = ["value", "grad"].map((title) => title.padStart(ERRORS));
  return [
    `${count.toLocaleString("en")} f32 activations through every function (rows and channels: ${rows} rows of ${n}).`,
    `Times are medians of lanewise, called in two ways, and of the best plain-JS loop, measured in turns.`,
    `Errors are the largest over all values (f64: ${batch64.count.toLocaleString("en")} activations), in units in the last place of a`,
    `float64 reference, which itself errs by about a unit of f64 (next to nothing in f32), as Math does.`,
    "",
    `${"".padEnd(NAME)}${group("value, ns per element")}${group("gradient, ns per element")}${errors("f32 error")}${errors("f64 error")}`,
    ["function".padEnd(NAME), ...columns(), ...columns(), ...kinds, ...kinds].join(""),
  ];
}

function format(name: string, { times, tallies }: Result): string {
  const widths = TIMES.map((width, i) => width + +(i === 3));
  const timing = times.flatMap((values) => {
    if (!values) return widths.map((width) => "".padStart(width));
    const [inWorkspace, dropIn, plain] = values;
    const cells = [inWorkspace!, dropIn!, plain!].map((ns) => ns.toFixed(2));
    return [...cells, `${(plain! / inWorkspace!).toFixed(1)}×`].map((cell, i) => cell.padStart(widths[i]!));
  });
  const errors = tallies.map(({ tally }) => tally.worst.toFixed(2).replace("Infinity", "∞").padStart(ERRORS));
  // A line without a gradient leaves those columns empty.
  if (errors.length === 2) errors.splice(1, 1, "".padStart(ERRORS), errors[1]!);
  const verdict = tallies.every(({ tally }) => tally.off === 0) ? "ok" : "OFF";
  const cells = [name.padEnd(NAME), ...timing, ...errors.map((cell) => cell)].join("");
  return `${cells.padEnd(NAME + 2 * widths.reduce((a, b) => a + b) + 4 * ERRORS)}  ${verdict}`;
}

function describe({ index, got, want, error }: Off, { limit }: Tally): string {
  return `[${index}] = ${got}, exact ${want}, ${error.toFixed(2)} units off, limit ${limit}`;
}
