import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Environment, environment } from "../../bench/report.js";
import type { Direction } from "../subjects.js";
import { fromJson, toJson } from "../tally.js";
import { kernelDigest } from "./runs.js";
import type { Subject } from "./subjects.js";
import { type Findings, type Hard, hardest, type Wrong } from "./sweep.js";

export const RECORD = "docs/exact.json";
export const VECTORS = "docs/exact-vectors.json";

/** Hard inputs that are published for each function and derivative. */
const PUBLISHED = 256;

/** The outcome for a function or its derivative. */
export interface Outcome {
  /** Inputs compared: 2³², or fewer for a sample. */
  readonly inputs: number;
  /** Results that 60 digits had to decide. */
  readonly decided: number;
  readonly wrong: readonly Wrong[];
  /** A digest of the kernels. */
  readonly kernels: string;
  readonly environment: Environment;
}

export type Outcomes = Readonly<Record<string, Partial<Readonly<Record<Direction, Outcome>>>>>;

/** Bits of inputs, and of the results, in eight hexadecimal digits. */
export type Vectors = Readonly<Record<string, Partial<Readonly<Record<Direction, readonly string[]>>>>>;

export function readOutcomes(): Outcomes {
  return existsSync(RECORD) ? (fromJson(readFileSync(RECORD, "utf8")) as Outcomes) : {};
}

export function readVectors(): Vectors {
  return existsSync(VECTORS) ? (JSON.parse(readFileSync(VECTORS, "utf8")) as Vectors) : {};
}

/** Adds outcomes to the record. A sample does not replace a run over all inputs of the same kernels. */
export function record(found: ReadonlyMap<Subject, Findings>): void {
  const outcomes = structuredClone(readOutcomes()) as Record<string, Record<string, Outcome>>;
  const vectors = structuredClone(readVectors()) as Record<string, Record<string, readonly string[]>>;
  for (const [subject, findings] of found) {
    const { op, direction } = subject;
    const known = outcomes[op]?.[direction];
    const kernels = kernelDigest(subject);
    if (known && known.kernels === kernels && known.inputs > findings.inputs) continue;
    const { inputs, decided, wrong } = findings;
    outcomes[op] = { ...outcomes[op], [direction]: { inputs, decided, wrong, kernels, environment: environment() } };
    vectors[op] = { ...vectors[op], [direction]: hardest(findings.hard, PUBLISHED).map(textOf) };
  }
  writeFileSync(RECORD, `${toJson(outcomes, 2)}\n`);
  writeFileSync(VECTORS, `${JSON.stringify(vectors, null, 1)}\n`);
}

function textOf([x, y]: Hard): string {
  const hexadecimal = (bits: number) => bits.toString(16).padStart(8, "0");
  return `${hexadecimal(x)} ${hexadecimal(y)}`;
}
