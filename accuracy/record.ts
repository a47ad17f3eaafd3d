import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Environment, environment } from "../bench/report.js";
import type { Doubles } from "./doubles.js";
import type { Peers } from "./peers.js";
import type { Errors } from "./shaped/measure.js";
import type { Singles } from "./singles.js";
import { fromJson, type Tally, toJson } from "./tally.js";

/** docs/accuracy.json, from which docs/accuracy.md is made. */
export interface Figures {
  /** Every f32 number. */
  readonly f32?: Section<Singles>;
  /** The functions that formulas have besides, on every f32 number. */
  readonly formulas?: Section<Tally>;
  /** The largest errors found in a search. */
  readonly f64?: Section<Doubles>;
  /** Functions of rows, of halves and of several operands, on samples. */
  readonly shaped?: Section<Errors>;
  /** Other libraries, f32, on a sample. */
  readonly peers?: Section<Peers>;
}

export interface Section<T> {
  readonly environment: Environment & { readonly wasm: string };
  readonly functions: Readonly<Record<string, T>>;
  /** The environments of functions measured later, because their kernels had changed. */
  readonly later?: Readonly<Record<string, Section<T>["environment"]>>;
}

export const RECORD = "docs/accuracy.json";

export function section<T>(functions: Readonly<Record<string, T>>, module = "lanewise"): Section<T> {
  const wasm = createHash("sha256")
    .update(readFileSync(`dist/${module}.wasm`))
    .digest("hex")
    .slice(0, 16);
  return { environment: { ...environment(), wasm }, functions };
}

export function readFigures(): Figures {
  return existsSync(RECORD) ? (fromJson(readFileSync(RECORD, "utf8")) as Figures) : {};
}

/** Replaces whole sections of the record, or only `some` functions in them. */
export function record(sections: Figures, some: boolean): void {
  const known = readFigures();
  const changed = some ? Object.entries(sections).map(([key, section]) => [key, renewed(known, key, section)]) : [];
  writeFileSync(RECORD, `${toJson({ ...known, ...sections, ...Object.fromEntries(changed) }, 2)}\n`);
}

function renewed(known: Figures, key: string, { environment, functions }: Section<unknown>): Section<unknown> {
  const before = known[key as keyof Figures];
  if (!before)
    throw new RangeError(
      `--record: expected all functions in ${RECORD} before some of them are replaced, got none; run without --op first`,
    );
  const later = Object.fromEntries(Object.keys(functions).map((name) => [name, environment]));
  return { ...before, functions: { ...before.functions, ...functions }, later: { ...before.later, ...later } };
}
