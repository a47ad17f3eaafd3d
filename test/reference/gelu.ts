import erfc from "@stdlib/math-base-special-erfc";
import { lost, type Reference, sigma } from "./arithmetic.js";

/** The gaussian error linear units in float64, with what each step loses. */

const { abs, exp } = Math;

/** x·σ(z), z = √(8/π)·(x + 0.044715x³) = x·(k + l·x²), with what each step loses. */
export const geluTanh: Reference = {
  f: (x) => {
    if (x === 0 || abs(x) > 30) return x < -30 ? 0 : x;
    const { z, low } = tanhArgument(x);
    const y = z >= -700 ? x * sigma(z) : (x * exp(z / 2) * exp(z / 2)) / (1 + exp(z));
    return y + y * low * sigma(-z);
  },
  df: (x) => {
    if (abs(x) > 30) return x < 0 ? 0 : 1;
    const { z, low } = tanhArgument(x);
    const s = sigma(z) + low * sigma(z) * sigma(-z);
    return s * (1 + x * (1.5957691216057308 + 0.21406444881780073 * x * x) * sigma(-z));
  },
};

function tanhArgument(x: number): { readonly z: number; readonly low: number } {
  const [k, kLow] = [1.5957691216057308, -9.96930880911092e-17];
  const [l, lLow] = [0.07135481627260025, -6.175149918155316e-19];
  const square = x * x;
  const term = l * square;
  const factor = k + term;
  const sumLow = abs(k) > abs(term) ? k - factor + term : term - factor + k;
  const factorLow = sumLow + kLow + lost(l, square, term) + l * lost(x, x, square) + lLow * square;
  const z = x * factor;
  return { z, low: lost(x, factor, z) + x * factorLow };
}

// √½ minus its float64.
const ROOT_HALF_LOW = -4.833646656726457e-17;
const DENSITY = 0.3989422804014327;

/** x·Φ(x) = ½·x·erfc(t), t = −x/√2, with what t loses; far below 0 by erfc's asymptotic series. */
export const gelu: Reference = {
  f: (x) => {
    if (x === 0 || x > 40) return x;
    if (x < -40) return 0;
    const t = -x * Math.SQRT1_2;
    const low = -(lost(x, Math.SQRT1_2, x * Math.SQRT1_2) + x * ROOT_HALF_LOW);
    if (t < 20) return 0.5 * x * (erfc(t) - 2 * DENSITY * Math.SQRT2 * exp(-t * t) * low);
    const square = x * x;
    let series = 1;
    let term = 1;
    for (let k = 1; k < 12; k++) series += term *= -(2 * k - 1) / square;
    // φ(x)·x/|x|·series, in two steps and with what the square loses.
    const half = exp(-square / 4);
    return -DENSITY * half * series * half * (1 - lost(x, x, square) / 2);
  },
  df: (x) => (abs(x) > 40 ? (x < 0 ? 0 : 1) : 0.5 * erfc(-x * Math.SQRT1_2) + x * DENSITY * exp((-x * x) / 2)),
};
