import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Environment } from "../report.js";
import type { Results } from "./run.js";

/** docs/benchmarks.json, from which docs/benchmarks.md is made. */
export interface Benchmarks extends Results {
  readonly environment: Environment;
  /** The environments of functions measured later, because their kernels had changed. */
  readonly later?: Readonly<Record<string, Environment>>;
}

export const RECORD = "docs/benchmarks.json";

export function readBenchmarks(): Benchmarks {
  return JSON.parse(readFileSync(RECORD, "utf8")) as Benchmarks;
}

/** Writes the results of all functions, or replaces the results of some in the record. */
export function record(results: Benchmarks, some: boolean): void {
  if (some && !existsSync(RECORD)) {
    throw new RangeError(
      `--record: expected all functions in ${RECORD} before some of them are replaced, got none; run without --op first`,
    );
  }
  writeFileSync(RECORD, toText(some ? replaced(readBenchmarks(), results) : results));
}

export function replaced(known: Benchmarks, { environment, titles, processes, rows }: Benchmarks): Benchmarks {
  if (processes !== known.processes) {
    throw new RangeError(`--processes: expected ${known.processes}, as in ${RECORD}, got ${processes}`);
  }
  const names = new Set([...known.rows, ...rows].map(({ name }) => name));
  const renewed = new Set(rows.map(({ name }) => name));
  return {
    ...known,
    titles: { ...known.titles, ...titles },
    later: { ...known.later, ...Object.fromEntries([...renewed].map((name) => [name, environment])) },
    rows: [...names].flatMap((name) => (renewed.has(name) ? rows : known.rows).filter((row) => row.name === name)),
  };
}

/** JSON with a line for each row, so that a diff shows the rows that changed. */
export function toText({ rows, ...rest }: Benchmarks): string {
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]\n}\n`;
}
