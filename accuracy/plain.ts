/** The usual formulas: one expression with the engine's Math, in float64, stored as f32. */
type Scalar = (x: number) => number;

const { abs, exp, log, max, min, sqrt, tanh } = Math;

const sigmoid: Scalar = (x) => 1 / (1 + exp(-x));
const softplus: Scalar = (x) => log(1 + exp(x));
const clip = (x: number, low: number, high: number) => min(max(x, low), high);

/** Abramowitz and Stegun 7.1.26, which many projects copy. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * abs(x));
  const polynomial = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - polynomial * exp(-x * x));
}

const EXPRESSIONS: Readonly<Record<string, Scalar>> = {
  identity: (x) => x,
  binaryStep: (x) => (x >= 0 ? 1 : 0),
  relu: (x) => max(x, 0),
  relu6: (x) => clip(x, 0, 6),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  leakyRelu6: (x) => min(x > 0 ? x : 0.01 * x, 6),
  reluSquared: (x) => max(x, 0) ** 2,
  thresholdedRelu: (x) => (x > 1 ? x : 0),
  threshold: (x) => (x > 0.5 ? x : -2),
  elu: (x) => (x > 0 ? x : exp(x) - 1),
  celu: (x) => max(0, x) + min(0, exp(x) - 1),
  selu: (x) => (x > 0 ? 1.0507009873554805 * x : 1.0507009873554805 * 1.6732632423543772 * (exp(x) - 1)),
  sigmoid,
  hardSigmoid: (x) => clip(x / 6 + 0.5, 0, 1),
  logSigmoid: (x) => log(sigmoid(x)),
  sparseSigmoid: (x) => clip((x + 1) / 2, 0, 1),
  tanh,
  hardTanh: (x) => clip(x, -1, 1),
  tanhShrink: (x) => x - tanh(x),
  softsign: (x) => x / (1 + abs(x)),
  softplus,
  squareplus: (x) => (x + sqrt(x * x + 4)) / 2,
  sparsePlus: (x) => (x <= -1 ? 0 : x < 1 ? (x + 1) ** 2 / 4 : x),
  silu: (x) => x * sigmoid(x),
  swish: (x) => x * sigmoid(x),
  quickGelu: (x) => x * sigmoid(1.702 * x),
  hardSwish: (x) => (x * clip(x + 3, 0, 6)) / 6,
  mish: (x) => x * tanh(softplus(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  geluTanh: (x) => 0.5 * x * (1 + tanh(sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  hardShrink: (x) => (abs(x) > 0.5 ? x : 0),
  softShrink: (x) => (abs(x) > 0.5 ? x - Math.sign(x) * 0.5 : 0),
  exp,
};

export function plain(name: string): ((x: Float32Array) => Float32Array) | undefined {
  const expression = EXPRESSIONS[name];
  return expression && ((x) => x.map(expression));
}
