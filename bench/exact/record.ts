import { existsSync, readFileSync } from "node:fs";
import type { Environment } from "../report.js";

export const RECORD = "docs/exact-speed.json";

/** Nanoseconds per element: the least of many turns. */
export interface Times {
  readonly exact: number;
  readonly fast: number;
  readonly plain: number;
}

export interface Speeds {
  readonly environment: Environment;
  readonly n: number;
  readonly functions: Readonly<Record<string, { readonly value: Times; readonly derivative: Times }>>;
}

export function readSpeeds(): Speeds | undefined {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, "utf8")) as Speeds) : undefined;
}
