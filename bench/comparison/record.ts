import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Environment } from "../report.js";
import type { Results } from "./run.js";

/** docs/benchmarks.json: the figures that docs/benchmarks.md is made from. */
export interface Benchmarks extends Results {
  readonly environment: Environment;
  /** Where some of the functions were measured anew, because their kernels had changed. */
  readonly anew?: Readonly<Record<string, Environment>>;
}

export const RECORD = "docs/benchmarks.json";

export function readBenchmarks(): Benchmarks {
  return JSON.parse(readFileSync(RECORD, "utf8")) as Benchmarks;
}

/** Writes the results of all functions, or puts those of some in the place of what the record has of them. */
export function record(results: Benchmarks, some: boolean): void {
  if (some && !existsSync(RECORD)) {
    throw new RangeError(`--record: expected figures of all functions in ${RECORD} before those of some, got none`);
  }
  writeFileSync(RECORD, toText(some ? renewed(readBenchmarks(), results) : results));
}

export function renewed(known: Benchmarks, { environment, titles, rows }: Benchmarks): Benchmarks {
  const names = new Set([...known.rows, ...rows].map(({ name }) => name));
  const anew = new Set(rows.map(({ name }) => name));
  return {
    ...known,
    titles: { ...known.titles, ...titles },
    anew: { ...known.anew, ...Object.fromEntries([...anew].map((name) => [name, environment])) },
    rows: [...names].flatMap((name) => (anew.has(name) ? rows : known.rows).filter((row) => row.name === name)),
  };
}

/** JSON with a line for each row: a change of the file shows what has changed. */
export function toText({ rows, ...rest }: Benchmarks): string {
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]\n}\n`;
}
