import erfc from "@stdlib/math-base-special-erfc";

/**
 * Every function in float64, straight from its definition: what kernels are compared with. Written
 * apart from the kernels, with the engine's Math, whose functions err by less than a float64 ULP
 * (test/reference.test.ts compares this file with values computed at 90 digits).
 */
export interface Reference {
  /** f(x), with the parameters by name. */
  f(x: number, p: Readonly<Record<string, number>>): number;
  /** f′(x) */
  df(x: number, p: Readonly<Record<string, number>>): number;
}

const { abs, exp, expm1, log1p, max, min, sqrt, tanh } = Math;

const sigma = (x: number) => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));
/** x·y with 0 for 0·∞: a factor that has vanished wins. */
const times = (x: number, y: number) => (x === 0 || y === 0 ? 0 : x * y);
/** NaN goes through every function. */
const on = (x: number, y: number) => (Number.isNaN(x) ? Number.NaN : y);

const LAMBDA = 1.0507009873554805;
// The product of the exact λ and α: that of the rounded ones is another number.
const LAMBDA_ALPHA = 1.7580993408473768;

/** The upper half of the digits. A function of its own: tsx names inner ones anew at every call. */
const upper = (v: number) => v * 134217729 - (v * 134217729 - v);

/** What rounding took from x·y (Dekker 1971); 0 where that cannot be told. */
function lost(x: number, y: number, product: number): number {
  const xh = upper(x);
  const yh = upper(y);
  const xl = x - xh;
  const yl = y - yh;
  const low = xh * yh - product + xh * yl + xl * yh + xl * yl;
  return Number.isFinite(low) ? low : 0;
}

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

/** x·σ(z), z = √(8/π)·(x + 0.044715x³) = x·(k + l·x²), with what each step loses. */
const geluTanh: Reference = {
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

// What √½ lacks.
const ROOT_HALF_LOW = -4.833646656726457e-17;
const DENSITY = 0.3989422804014327;

/** x·Φ(x) = ½·x·erfc(t), t = −x/√2, with what t loses; far below 0 by erfc's asymptotic series. */
const normal: Reference = {
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

/** What rounding took from x/y. */
function quotientLost(x: number, y: number, quotient: number): number {
  const product = quotient * y;
  const low = (x - product - lost(quotient, y, product)) / y;
  return Number.isFinite(low) ? low : 0;
}

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
    df: (x) => 1 / (1 + abs(x)) ** 2,
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
  gelu: normal,
  geluTanh,
};

/** e^(x − m), with what rounding takes from the difference: far below m that is many units. */
function expOfDifference(x: number, m: number): number {
  const difference = x - m;
  const back = difference - x;
  const rest = x - (difference - back) - (m + back);
  const e = exp(difference);
  return Number.isFinite(rest) ? e + e * rest : e;
}

/** One row of softmax. */
export function softmax(row: ArrayLike<number>): Float64Array {
  const m = maximum(row);
  const terms = Float64Array.from(row, (x) => expOfDifference(x, m));
  const sum = exactSum(terms);
  return terms.map((term) => term / sum);
}

/** One row of logSoftmax. */
export function logSoftmax(row: ArrayLike<number>): Float64Array {
  const m = maximum(row);
  const log = Math.log(exactSum(Float64Array.from(row, (x) => exp(x - m))));
  return Float64Array.from(row, (x) => x - m - log);
}

/** The gradient of one row of softmax. */
export function softmaxGrad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const y = softmax(row);
  const dot = exactSum(y.map((value, i) => value * dy[i]!));
  return y.map((value, i) => value * (dy[i]! - dot));
}

/** The gradient of one row of logSoftmax. */
export function logSoftmaxGrad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const total = exactSum(Float64Array.from(dy));
  return softmax(row).map((value, i) => dy[i]! - value * total);
}

/** A function of rows. */
export interface RowReference {
  f(row: ArrayLike<number>): Float64Array;
  grad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array;
  /** The sizes of the terms whose difference the gradient is: what its rounding errors go with. */
  terms(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array;
}

export const rowReference: Readonly<Record<string, RowReference>> = {
  softmax: {
    f: softmax,
    grad: softmaxGrad,
    terms: (row, dy) => {
      const y = softmax(row);
      const dot = exactSum(y.map((value, i) => value * abs(dy[i]!)));
      return y.map((value, i) => value * (abs(dy[i]!) + dot));
    },
  },
  logSoftmax: {
    f: logSoftmax,
    grad: logSoftmaxGrad,
    terms: (row, dy) => {
      const total = exactSum(Float64Array.from(dy, abs));
      return softmax(row).map((value, i) => abs(dy[i]!) + value * total);
    },
  },
};

/** x > 0 ? x : alpha·x, and its gradients. */
export const prelu = {
  f: (x: number, alpha: number) => (x > 0 ? x : on(x, times(alpha, x))),
  dx: (x: number, alpha: number) => on(x, x > 0 ? 1 : alpha),
  dalpha: (x: number, dy: number) => (x > 0 ? 0 : on(x, times(x, dy))),
};

function maximum(row: ArrayLike<number>): number {
  let m = -Infinity;
  for (let i = 0; i < row.length; i++) m = max(m, row[i]!);
  return m;
}

/** Neumaier's sum. */
export function exactSum(terms: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const term of terms) {
    const next = sum + term;
    lost += abs(sum) >= abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The functions with learned slopes. */
export const slopeReference = { prelu };

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** ∂f/∂p of the parameters that can be learned. */
export const parameterReference: Readonly<Record<string, Readonly<Record<string, Reference["f"]>>>> = {
  leakyRelu: { negativeSlope: (x) => (x > 0 ? 0 : x) },
  elu: { alpha: (x) => (x > 0 ? 0 : expm1(x)) },
  celu: {
    alpha: (x, { alpha = 1 }) => {
      if (x > 0) return 0;
      const z = x / alpha;
      const low = quotientLost(x, alpha, z);
      if (abs(z) > 2) return times(1 - z, exp(z) * (1 + low)) - 1;
      // expm1(z) − z·eᶻ = −Σ zᵏ/(k·(k − 2)!), k ≥ 2
      let sum = 0;
      for (let k = 24; k >= 2; k--) sum = sum * z + 1 / (k * factorial(k - 2));
      return -sum * z * z * (1 + (2 * low) / (z || 1));
    },
  },
  swish: {
    beta: (x, { beta = 1 }) => {
      const z = times(beta, x);
      const e = exp(-abs(z));
      return (times(times(e, x), x) / (1 + e) ** 2) * (1 - times(lost(beta, x, z), tanh(z / 2)));
    },
  },
  softplus: {
    beta: (x, { beta = 1 }) => {
      const z = times(beta, x);
      const h = times(abs(z), sigma(-abs(z))) + log1p(exp(-abs(z)));
      return -(h - times(lost(beta, x, z), times(z, sigma(z) * sigma(-z)))) / beta / beta;
    },
  },
};
