import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import erfc from "@stdlib/math-base-special-erfc";
import { Workspace } from "lanewise";
import { activation } from "lanewise/formula";
import { smallestNormal, ulpError } from "../test/support/ulp.js";
import { BLOCK, bitsAt } from "./places.js";
import { record, section } from "./record.js";
import { EMPTY, fromJson, type Tally, toJson } from "./tally.js";

const HELP = `npx tsx accuracy/formula-sweep.ts [options]

  --op NAME   only this function of formulas; repeatable
  --every N   one in N of all f32 numbers; default 1: all of them, some minutes a function
  --record    write the figures of all numbers, of this run and of those before with these kernels, to docs/accuracy.json

Compares f32 results with float64.`;

interface Subject {
  readonly formula: string;
  /** Within 2 float64 ULP, which is 2⁻²⁸ of an f32 ULP. */
  readonly want: (x: number) => number;
  /** f(−x) = symmetry·f(x) if it is not 0: results that differ in a bit are counted. */
  readonly symmetry: 1 | -1 | 0;
  /** In ULP. */
  readonly bound: number;
}

const { sqrt, abs, sign, floor, exp, expm1, log, log1p, log2, sin, cos, tan, atan, sinh, cosh, asinh } = Math;

/** The most used first. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  sqrt: { formula: "sqrt(x)", want: sqrt, symmetry: 0, bound: 0.5 },
  abs: { formula: "abs(x)", want: abs, symmetry: 1, bound: 0 },
  sign: { formula: "sign(x)", want: sign, symmetry: -1, bound: 0 },
  floor: { formula: "floor(x)", want: floor, symmetry: 0, bound: 0 },
  sin: { formula: "sin(x)", want: sin, symmetry: -1, bound: 0.51 },
  cos: { formula: "cos(x)", want: cos, symmetry: 1, bound: 0.51 },
  log: { formula: "log(x)", want: log, symmetry: 0, bound: 0.51 },
  erf: { formula: "erf(x)", want: erf, symmetry: -1, bound: 0.51 },
  expm1: { formula: "expm1(x)", want: expm1, symmetry: 0, bound: 1.7 },
  log1p: { formula: "log1p(x)", want: log1p, symmetry: 0, bound: 0.51 },
  "exp(-(x ** 2))": { formula: "exp(-(x ** 2))", want: (x) => exp(-(x * x)), symmetry: 1, bound: 0.51 },
  atan: { formula: "atan(x)", want: atan, symmetry: -1, bound: 0.51 },
  tan: { formula: "tan(x)", want: tan, symmetry: -1, bound: 0.51 },
  log2: { formula: "log2(x)", want: log2, symmetry: 0, bound: 0.51 },
  sinh: { formula: "sinh(x)", want: sinh, symmetry: -1, bound: 0.51 },
  cosh: { formula: "cosh(x)", want: cosh, symmetry: 1, bound: 0.51 },
  asinh: { formula: "asinh(x)", want: asinh, symmetry: -1, bound: 0.51 },
  erfc: { formula: "erfc(x)", want: erfc, symmetry: 0, bound: 0.51 },
};

/** For x ≥ 0: by its series near 0, where 1 − erfc x would lose digits. */
function erf(x: number): number {
  if (!(x < 0.5)) return 1 - erfc(x);
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 13; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return 1.1283791670955126 * x * sum;
}

const SMALLEST = smallestNormal("f32");

/** Compares a function on one in `every` of all numbers. A result for NaN must be NaN. */
export function sweep({ formula, want, symmetry }: Subject, every: number): Tally {
  const f = activation(formula);
  using ws = new Workspace({ bytes: 16 * BLOCK + 2 ** 16 });
  const [x, y, mirrored, other] = [ws.float32(BLOCK), ws.float32(BLOCK), ws.float32(BLOCK), ws.float32(BLOCK)];
  const bits = new Int32Array(x.buffer, x.byteOffset, BLOCK);
  let { inputs, rounded, flushed, numbers, signs } = EMPTY;
  let { worst } = EMPTY;
  let least = 0;
  const halves = symmetry === 0 ? [0, -(2 ** 31)] : [0];
  for (const half of halves) {
    for (let from = 0; from < 2 ** 31; from += BLOCK * every) {
      for (let i = 0; i < BLOCK; i++) {
        const place = Math.min(from + i * every, 2 ** 31 - 1);
        bits[i] = bitsAt(half === 0 ? place : half + place);
      }
      f(x, { out: y });
      if (symmetry !== 0) {
        for (let i = 0; i < BLOCK; i++) mirrored[i] = -x[i]!;
        f(mirrored, { out: other });
        for (let i = 0; i < BLOCK; i++) if (!Object.is(other[i]!, symmetry * y[i]!)) signs++;
      }
      for (let i = 0; i < BLOCK; i++) {
        const v = x[i]!;
        const got = y[i]!;
        const exact = want(v);
        if (Number.isNaN(v)) {
          if (!Number.isNaN(got)) numbers++;
          continue;
        }
        inputs++;
        if (Math.fround(exact) === got || (Number.isNaN(exact) && Number.isNaN(got))) {
          rounded++;
          if (worst.ulp >= 0.5) continue;
        } else if (got === 0 && Math.abs(exact) < SMALLEST) {
          flushed++;
          continue;
        }
        // A unit is at least 2⁻²⁴ of the number: this test rules most results out without a division.
        if (Math.abs(got - exact) <= least * Math.abs(exact) || Object.is(got, exact)) continue;
        const ulp = ulpError(got, exact, "f32");
        if (ulp > worst.ulp) {
          worst = { ulp, x: v, got, want: exact };
          least = ulp * 2 ** -24;
        }
      }
    }
  }
  const sides = symmetry === 0 ? 1 : 2;
  return {
    ...EMPTY,
    inputs: sides * inputs,
    rounded: sides * rounded,
    flushed: sides * flushed,
    numbers,
    signs,
    worst,
  };
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
    const tally = sweep(subject, every);
    const { worst, inputs, rounded, flushed, numbers, signs } = tally;
    const faults = `${numbers} numbers for NaN, ${signs} not symmetric`;
    console.log(
      `${name}: ${worst.ulp.toFixed(4)} ULP at ${worst.x}; ${inputs - rounded} not the nearest, ${flushed} of them 0; ${faults}`,
    );
    if (every > 1) continue;
    found[name] = tally;
    appendFileSync(file, `${toJson([name, tally])}\n`);
  }
  if (values.record) record({ formulas: section(found, "formula") }, false);
}

if (process.argv[1]?.endsWith("accuracy/formula-sweep.ts")) main();
