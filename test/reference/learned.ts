import { lost, quotientLost, type Reference, sigma, times } from "./arithmetic.js";

const { abs, exp, expm1, log1p, tanh } = Math;

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
