import type { Activation } from "./functions.js";
import { runTable, summary } from "./table.js";
import { printTutorials } from "./tutorials.js";

/** Prints the tutorials' examples and the table of functions, and returns the exit code. */
export function demonstrate(functions: readonly Activation[], count: number, print: (line: string) => void): number {
  const start = performance.now();
  const misprinted = printTutorials(print);
  const totals = runTable(functions, count, print);
  const off = totals.off + misprinted;
  print("");
  print(summary({ ...totals, off }, (performance.now() - start) / 1e3));
  return off === 0 ? 0 : 1;
}
