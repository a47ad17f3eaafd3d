import { lost, on, quotientLost, type Reference, sigma, times } from "./arithmetic.js";
import { gelu, geluTanh } from "./gelu.js";

/**
 * Every function in float64, straight from its definition: what kernels are compared with. Written
 * apart from the kernels, with the engine's Math, whose functions err by less than a float64 ULP
 * (test/reference.test.ts compares this file with values computed at 90 digits).
 */
const { abs, exp, expm1, log1p, max, min, sqrt, tanh } = Math;

const LAMBDA = 1.0507009873554805;
// The product of the exact λ and α: the product of the rounded ones is another number.
const LAMBDA_ALPHA = 1.7580993408473768;

/** x·σ(βx) for β = beta + low. Far below 0 in two steps: x·e^z is a normal number long after e^z is not. */
const gated = (low: number, preset: number): Reference => ({
  f: (x, { beta = preset }) => {
    const z = times(beta, x);
    if (x === 0) return x;
    const y = z >= -700 ? times(x, sigma(z)) : times(times(x, exp(z / 2)), exp(z / 2) / (1 + exp(z)));
    return y + times(y, times(lost(beta, x, z) + times(low, x), sigma(-z)));
  },
  df: (x, { beta = preset }) => {
    const z = times(beta, x);
    const slope = sigma(z) + times(lost(beta, x, z) + times(low, x), sigma(z) * sigma(-z));
    return on(x, times(slope, 1 + times(z, sigma(-z))));
  },
});
const swish = gated(0, 1);

/** √(x² + b), with what the steps lose. */
function root(x: number, b: number): { readonly s: number; readonly low: number } {
  const square = x * x;
  const sum = square + b;
  const s = sqrt(sum);
  const sumLow = square > b ? square - sum + b : b - sum + square;
  return { s, low: (sum - s * s - lost(s, s, s * s) + sumLow + lost(x, x, square)) / (2 * s) };
}

/** (b/2)/(s − x) for x < 0. */
function conjugate(x: number, b: number, s: number, low: number): number {
  const d = s - x;
  const y = b / 2 / d;
  return y - (y * (s - d - x + low)) / d;
}

/** x − tanh x = (x·cosh x − sinh x)/cosh x = Σ 2k/(2k + 1)!·x²ᵏ⁺¹/cosh x, all of one sign. */
function tanhShrinkSeries(x: number): number {
  const square = x * x;
  // Horner: 2k/(2k + 1)! is 1/3 for k = 1, and each the one before, over 2(k − 1)(2k + 1).
  let sum = 1;
  for (let k = 16; k > 1; k--) sum = 1 + (sum * square) / (2 * (k - 1) * (2 * k + 1));
  const y = ((x * square) / 3 / Math.cosh(x)) * sum;
  return square === 0 ? 0 * x : y + (y * lost(x, x, square)) / square;
}

/** tanh = e/(e + 2), e = expm1(2|x|), with what the quotient loses: the square would double it. */
function tanhSquared(x: number): number {
  if (abs(x) > 20) return 1;
  const e = expm1(2 * abs(x));
  const d = e + 2;
  const t = e / d;
  const low = (e - t * d - lost(t, d, t * d) - t * (e - (d - 2))) / d;
  return t * t + 2 * t * low;
}

/** tanh(ln(1 + eˣ)) = ((1 + eˣ)² − 1)/((1 + eˣ)² + 1) = expm1(2s)/(expm1(2s) + 2). */
const tanhSoftplus = (x: number) => (x > 20 ? 1 : tanh(log1p(exp(x))));

export const reference: Readonly<Record<string, Reference>> = {
  identity: { f: (x) => x, df: (x) => on(x, 1) },
  binaryStep: { f: (x) => on(x, x >= 0 ? 1 : 0), df: (x) => on(x, 0) },
  relu: {
    f: (x, { maxValue = Infinity, negativeSlope = 0, threshold = 0 }) =>
      on(x, x > threshold ? min(x, maxValue) : times(negativeSlope, x - threshold)),
    df: (x, { maxValue = Infinity, negativeSlope = 0, threshold = 0 }) =>
      on(x, x > threshold ? (x < maxValue || maxValue === Infinity ? 1 : 0) : negativeSlope),
  },
  relu6: { f: (x) => min(max(x, 0), 6), df: (x) => on(x, x > 0 && x < 6 ? 1 : 0) },
  leakyRelu: {
    f: (x, { negativeSlope = 0.01 }) => (x > 0 ? x : on(x, times(negativeSlope, x))),
    df: (x, { negativeSlope = 0.01 }) => on(x, x > 0 ? 1 : negativeSlope),
  },
  leakyRelu6: {
    f: (x, { negativeSlope = 0.01 }) => min(x > 0 ? x : on(x, times(negativeSlope, x)), 6),
    df: (x, { negativeSlope = 0.01 }) => on(x, x > 0 ? (x < 6 ? 1 : 0) : negativeSlope),
  },
  thresholdedRelu: {
    f: (x, { theta = 1 }) => on(x, x > theta ? x : 0),
    df: (x, { theta = 1 }) => on(x, x > theta ? 1 : 0),
  },
  elu: {
    f: (x, { alpha = 1 }) => (x > 0 ? x : alpha * expm1(x)),
    df: (x, { alpha = 1 }) => on(x, x > 0 ? 1 : alpha * exp(x)),
  },
  selu: {
    f: (x) => (x > 0 ? LAMBDA * x : LAMBDA_ALPHA * expm1(x)),
    df: (x) => on(x, x > 0 ? LAMBDA : LAMBDA_ALPHA * exp(x)),
  },
  sigmoid: {
    f: sigma,
    df: (x) => {
      const e = exp(-abs(x));
      return e / (1 + e) ** 2;
    },
  },
  tanh: {
    f: tanh,
    df: (x) => {
      const e = exp(-2 * abs(x));
      return (4 * e) / (1 + e) ** 2;
    },
  },
  silu: swish,
  swish,
  hardSwish: {
    f: (x) => on(x, times(x, min(max(x / 6 + 0.5, 0), 1))),
    df: (x) => on(x, x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
  },
  reluSquared: { f: (x) => on(x, max(x, 0) ** 2), df: (x) => on(x, 2 * max(x, 0)) },
  hardTanh: {
    f: (x, { min: low = -1, max: high = 1 }) => min(max(x, low), high),
    df: (x, { min: low = -1, max: high = 1 }) => on(x, x > low && x < high ? 1 : 0),
  },
  hardSigmoid: {
    f: (x, { alpha = 1 / 6, beta = 0.5 }) => on(x, min(max(times(alpha, x) + beta, 0), 1)),
    df: (x, { alpha = 1 / 6, beta = 0.5 }) => on(x, times(alpha, x) > -beta && times(alpha, x) < 1 - beta ? alpha : 0),
  },
  sparseSigmoid: { f: (x) => min(max((x + 1) / 2, 0), 1), df: (x) => on(x, abs(x) < 1 ? 0.5 : 0) },
  sparsePlus: {
    f: (x) => (x >= 1 ? x : on(x, (max(x + 1, 0) / 2) ** 2)),
    df: (x) => on(x, min(max((x + 1) / 2, 0), 1)),
  },
  hardShrink: {
    f: (x, { lambda = 0.5 }) => (abs(x) <= lambda ? 0 * x : x),
    df: (x, { lambda = 0.5 }) => on(x, abs(x) > lambda ? 1 : 0),
  },
  softShrink: {
    f: (x, { lambda = 0.5 }) => (abs(x) <= lambda ? 0 * x : x - Math.sign(x) * lambda),
    df: (x, { lambda = 0.5 }) => on(x, abs(x) > lambda ? 1 : 0),
  },
  softsign: {
    f: (x) => (abs(x) === Infinity ? Math.sign(x) : x / (1 + abs(x))),
    // The part that rounding takes from 1 + |x| would count twice.
    df: (x) => {
      const a = abs(x);
      const sum = 1 + a;
      const low = a > 1 ? 1 - (sum - a) : a - (sum - 1);
      return a === Infinity ? 0 : (1 - (2 * low) / sum) / sum ** 2;
    },
  },
  softplus: {
    f: (x, { beta = 1 }) => max(x, 0) + log1p(exp(-abs(times(beta, x)))) / beta,
    df: (x, { beta = 1 }) => sigma(beta * x),
  },
  logSigmoid: { f: (x) => min(x, 0) - log1p(exp(-abs(x))), df: (x) => sigma(-x) },
  // 1.702 is no double: 4.26e-17 is what it loses.
  quickGelu: gated(4.263256414560601e-17, 1.702),
  mish: {
    // Far below 0 it is x·eˣ, in two steps: eˣ alone is no normal number there.
    f: (x) => (x === 0 ? x : x < -40 ? times(times(x, exp(x / 2)), exp(x / 2)) : times(x, tanhSoftplus(x))),
    df: (x) => {
      if (x < -40) return times(times(1 + x, exp(x / 2)), exp(x / 2));
      const t = tanhSoftplus(x);
      const e = exp(-abs(x));
      // 1 − t, which the subtraction would lose for large x.
      const rest = x >= 0 ? (2 * e * e) / (1 + 2 * e + 2 * e * e) : 1 - t;
      return t + times(times(x, sigma(x)), rest * (1 + t));
    },
  },
  exp: { f: exp, df: exp },
  threshold: {
    f: (x, { threshold = 0, value = 0 }) => (x <= threshold ? value : x),
    df: (x, { threshold = 0 }) => on(x, x > threshold ? 1 : 0),
  },
  celu: {
    f: (x, { alpha = 1 }) => {
      if (x > 0 || x === 0) return x;
      const z = x / alpha;
      return alpha * (expm1(z) + times(exp(z), quotientLost(x, alpha, z)));
    },
    df: (x, { alpha = 1 }) => {
      const z = x / alpha;
      return on(x, x > 0 ? 1 : exp(z) + times(exp(z), quotientLost(x, alpha, z)));
    },
  },
  squareplus: {
    f: (x, { b = 4 }) => {
      const { s, low } = root(x, b);
      if (abs(x) > 1e100) return x > 0 ? x : b / -4 / x;
      return x >= 0 ? x / 2 + (s / 2 + low / 2) : conjugate(x, b, s, low);
    },
    df: (x, { b = 4 }) => {
      const { s, low } = root(x, b);
      if (abs(x) > 1e100) return x > 0 ? 1 : b / 4 / x / x;
      const slope = (x >= 0 ? x / 2 + (s / 2 + low / 2) : conjugate(x, b, s, low)) / s;
      return slope - (slope * low) / s;
    },
  },
  tanhShrink: {
    f: (x) => (abs(x) < 1.3 ? tanhShrinkSeries(x) : x - tanh(x)),
    df: tanhSquared,
  },
  gelu,
  geluTanh,
};

/** x > 0 ? x : alpha·x, and its gradients. */
export const prelu = {
  f: (x: number, alpha: number) => (x > 0 ? x : on(x, times(alpha, x))),
  dx: (x: number, alpha: number) => on(x, x > 0 ? 1 : alpha),
  dalpha: (x: number, dy: number) => (x > 0 ? 0 : on(x, times(x, dy))),
};

/** The functions with learned slopes. */
export const slopeReference = { prelu };

export type { Reference } from "./arithmetic.js";
export * from "./learned.js";
export * from "./losses.js";
export * from "./rows.js";
