import { reference } from "../reference.js";
import { arrayOf, parametersOf } from "./arrays.js";
import { type AnyElementwise, type ElementType, type FloatArray, requiredBy } from "./functions.js";
import { ulpError } from "./ulp.js";

/** The largest error seen, and where. */
export interface Worst {
  readonly ulp: number;
  readonly x: number;
  readonly got: number;
  readonly want: number;
}

export interface WorstErrors {
  readonly value: Worst;
  readonly derivative: Worst;
}

const PIECE = 65_536;

/**
 * Every `step`th of the 2³² bit patterns of f32; for f64 as many numbers, spread over the bit
 * patterns whose results are not all 0, ∞ or x itself.
 */
export function* inputs(type: ElementType, step: number): Generator<FloatArray> {
  const total = Math.ceil(2 ** 32 / step);
  for (let start = 0; start < total; start += PIECE) {
    const count = Math.min(PIECE, total - start);
    yield type === "f32" ? singles(start, count, step) : doubles(start, count, total);
  }
}

function singles(start: number, count: number, step: number): FloatArray {
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) bits[i] = (start + i) * step;
  return new Float32Array(bits.buffer);
}

/** Half of them of all magnitudes, half evenly spread where functions bend. */
function doubles(start: number, count: number, total: number): FloatArray {
  const x = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const t = (start + i) / total;
    const sign = i & 1 ? -1 : 1;
    x[i] = i & 2 ? sign * 2 ** ((t - 0.9) * 1100) * (1 + t / 3) : sign * t * 40 * (1 + t / 7);
  }
  return x;
}

/** The largest errors of f and f′ against the reference over `inputs(type, step)`. */
export function worstErrors(
  op: AnyElementwise,
  type: ElementType,
  step: number,
  parameters: Readonly<Record<string, number>> = requiredBy(op),
): WorstErrors {
  const expected = reference[op.spec.name];
  if (!expected) throw new Error(`test/reference.ts has no ${op.spec.name}`);
  const p = parametersOf(op, type, parameters);
  const { absolute } = op.spec.errorBounds;
  let value: Worst = { ulp: 0, x: 0, got: 0, want: 0 };
  let derivative = value;
  const y = arrayOf(type, PIECE);
  for (const x of inputs(type, step)) {
    const out = y.subarray(0, x.length) as FloatArray;
    op(x, { ...parameters, out });
    value = worst(value, x, out, type, (v) => expected.f(v, p), absolute?.value);
    op.derivative(x, { ...parameters, out });
    derivative = worst(derivative, x, out, type, (v) => expected.df(v, p), absolute?.derivative);
  }
  return { value, derivative };
}

function worst(
  so: Worst,
  x: FloatArray,
  got: FloatArray,
  type: ElementType,
  want: (x: number) => number,
  absolute: boolean | undefined,
): Worst {
  let most = so;
  for (let i = 0; i < x.length; i++) {
    const exact = want(x[i]!);
    const ulp = ulpError(got[i]!, exact, type, absolute);
    if (ulp > most.ulp) most = { ulp, x: x[i]!, got: got[i]!, want: exact };
  }
  return most;
}
