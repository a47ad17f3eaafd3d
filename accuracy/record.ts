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
}

export const RECORD = "docs/accuracy.json";

export function section<T>(functions: Readonly<Record<string, T>>): Section<T> {
  const wasm = createHash("sha256").update(readFileSync("dist/lanewise.wasm")).digest("hex").slice(0, 16);
  return { environment: { ...environment(), wasm }, functions };
}

export function readFigures(): Figures {
  return existsSync(RECORD) ? (fromJson(readFileSync(RECORD, "utf8")) as Figures) : {};
}

/** Replaces what it has of these sections. */
export function record(sections: Figures): void {
  writeFileSync(RECORD, `${toJson({ ...readFigures(), ...sections }, 2)}\n`);
}
