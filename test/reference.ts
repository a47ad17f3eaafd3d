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

const { abs, exp, expm1, log1p, max, min, tanh } = Math;

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
};

/** x > 0 ? x : alpha·x, and its gradients. */
export const prelu = {
  f: (x: number, alpha: number) => (x > 0 ? x : on(x, times(alpha, x))),
  dx: (x: number, alpha: number) => on(x, x > 0 ? 1 : alpha),
  dalpha: (x: number, dy: number) => (x > 0 ? 0 : on(x, times(x, dy))),
};

/** The functions with learned slopes. */
export const slopeReference = { prelu };

export * from "./reference/losses.js";
export * from "./reference/rows.js";
