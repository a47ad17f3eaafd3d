import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import erfc from "@stdlib/math-base-special-erfc";
import { activation } from "lanewise/formula";
import { END, FIRST, sample, whole } from "./places.js";
import { readFigures, record, section } from "./record.js";
import { traitsOf } from "./subjects.js";
import { compare } from "./sweep.js";
import { fromJson, type Tally, toJson } from "./tally.js";

const HELP = `npx tsx accuracy/formula-sweep.ts [options]

  --op NAME   only this function of formulas; repeatable
  --every N   one in N of all f32 numbers; default 1: all of them, some minutes a function
  --record    write the figures of all numbers, of this run and of those before with these kernels, to docs/accuracy.json;
              other functions keep theirs

Compares f32 results with float64.`;

interface Subject {
  readonly formula: string;
  /** Within 2 float64 ULP, which is 2⁻²⁸ of an f32 ULP. */
  readonly want: (x: number) => number;
  /** In ULP. */
  readonly bound: number;
}

const { sqrt, abs, sign, floor, exp, expm1, log, log1p, log2, sin, cos, tan, atan, sinh, cosh, asinh } = Math;

/** The most used first. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  sqrt: { formula: "sqrt(x)", want: sqrt, bound: 0.5 },
  abs: { formula: "abs(x)", want: abs, bound: 0 },
  sign: { formula: "sign(x)", want: sign, bound: 0 },
  floor: { formula: "floor(x)", want: floor, bound: 0 },
  square: { formula: "square(x)", want: (x) => x * x, bound: 0.5 },
  reciprocal: { formula: "reciprocal(x)", want: (x) => 1 / x, bound: 0.5 },
  exp: { formula: "exp(x)", want: exp, bound: 1 },
  sin: { formula: "sin(x)", want: sin, bound: 0.92 },
  cos: { formula: "cos(x)", want: cos, bound: 1.5 },
  log: { formula: "log(x)", want: log, bound: 0.51 },
  erf: { formula: "erf(x)", want: erf, bound: 0.51 },
  expm1: { formula: "expm1(x)", want: expm1, bound: 1.81 },
  log1p: { formula: "log1p(x)", want: log1p, bound: 0.51 },
  "exp(-(x ** 2))": { formula: "exp(-(x ** 2))", want: (x) => exp(-(x * x)), bound: 0.51 },
  atan: { formula: "atan(x)", want: atan, bound: 0.51 },
  tan: { formula: "tan(x)", want: tan, bound: 1.36 },
  log2: { formula: "log2(x)", want: log2, bound: 0.51 },
  sinh: { formula: "sinh(x)", want: sinh, bound: 0.51 },
  cosh: { formula: "cosh(x)", want: cosh, bound: 0.51 },
  asinh: { formula: "asinh(x)", want: asinh, bound: 0.51 },
  erfc: { formula: "erfc(x)", want: erfc, bound: 0.51 },
};

/** By its series near 0, where 1 − erfc x would lose digits. */
function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (!(x < 0.5)) return 1 - erfc(x);
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 13; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return 1.1283791670955126 * x * sum;
}

/** Compares a function on one in `every` of all numbers. */
export function sweepFormula({ formula, want }: Subject, every: number): Tally {
  const f = activation(formula);
  const expectation = { want, values: {}, absolute: false, traits: traitsOf(want) };
  return compare(
    expectation,
    (x, y) => {
      f(x, { out: y });
    },
    every === 1 ? whole(FIRST, END) : sample(every),
  );
}

const FOLDER = fileURLToPath(new URL("./.runs", import.meta.url));

/** The finished functions, a line each, by the kernels that were measured. */
function runs(): { readonly file: string; readonly found: Record<string, Tally> } {
  const kernels = createHash("sha256").update(readFileSync("dist/formula.wasm")).digest("hex").slice(0, 16);
  const file = `${FOLDER}/formulas-${kernels}.jsonl`;
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  return { file, found: Object.fromEntries(lines.map((line) => fromJson(line) as [string, Tally])) };
}

function main(): void {
  const { values } = parseArgs({
    options: {
      op: { type: "string", multiple: true },
      every: { type: "string", default: "1" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const every = Number(values.every);
  const { file, found } = runs();
  mkdirSync(FOLDER, { recursive: true });
  for (const name of values.op ?? Object.keys(SUBJECTS)) {
    const subject = SUBJECTS[name];
    if (!subject) throw new RangeError(`--op: expected ${Object.keys(SUBJECTS).join(", ")}, got "${name}"`);
    if (every === 1 && found[name]) continue;
    const tally = sweepFormula(subject, every);
    const { worst, inputs, rounded, flushed, numbers, signs, beyond, falls } = tally;
    const faults = `${numbers} numbers for NaN, ${signs} of the wrong sign, ${beyond} out of range, ${falls} falls`;
    console.log(
      `${name}: ${worst.ulp.toFixed(4)} ULP at ${worst.x}; ${inputs - rounded} not the nearest, ${flushed} of them 0; ${faults}`,
    );
    if (every > 1) continue;
    found[name] = tally;
    appendFileSync(file, `${toJson([name, tally])}\n`);
  }
  if (values.record) record({ formulas: section(found, "formula") }, readFigures().formulas !== undefined);
}

if (process.argv[1]?.endsWith("accuracy/formula-sweep.ts")) main();
