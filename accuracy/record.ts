import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Environment, environment } from "../bench/report.js";
import type { Doubles } from "./doubles.js";
import type { Peers } from "./peers.js";
import type { Singles } from "./singles.js";
import { fromJson, toJson } from "./tally.js";

/** docs/accuracy.json: the figures that docs/accuracy.md is made from. */
export interface Figures {
  /** Every f32 number. */
  readonly f32?: Section<Singles>;
  /** The largest errors found in a search. */
  readonly f64?: Section<Doubles>;
  /** Other libraries, f32, on a sample. */
  readonly peers?: Section<Peers>;
}

export interface Section<T> {
  readonly environment: Environment & { readonly wasm: string };
  readonly functions: Readonly<Record<string, T>>;
  /** Where some of the functions were measured anew, because their kernels had changed. */
  readonly anew?: Readonly<Record<string, Section<T>["environment"]>>;
}

export const RECORD = "docs/accuracy.json";

export function section<T>(functions: Readonly<Record<string, T>>): Section<T> {
  const wasm = createHash("sha256").update(readFileSync("dist/lanewise.wasm")).digest("hex").slice(0, 16);
  return { environment: { ...environment(), wasm }, functions };
}

export function readFigures(): Figures {
  return existsSync(RECORD) ? (fromJson(readFileSync(RECORD, "utf8")) as Figures) : {};
}

/** Replaces the sections that it has of these, or, where these are of `some` functions, what it has of those. */
export function record(sections: Figures, some: boolean): void {
  const known = readFigures();
  const changed = some ? Object.entries(sections).map(([key, section]) => [key, renewed(known, key, section)]) : [];
  writeFileSync(RECORD, `${toJson({ ...known, ...sections, ...Object.fromEntries(changed) }, 2)}\n`);
}

function renewed(known: Figures, key: string, { environment, functions }: Section<unknown>): Section<unknown> {
  const before = known[key as keyof Figures];
  if (!before)
    throw new RangeError(`--record: expected figures of all functions in ${RECORD} before those of some, got none`);
  const anew = Object.fromEntries(Object.keys(functions).map((name) => [name, environment]));
  return { ...before, functions: { ...before.functions, ...functions }, anew: { ...before.anew, ...anew } };
}
