/**
 * Plain JavaScript at its best: preallocated arrays, no closures, and no branches that depend on the data
 * unless one saves an exponential. `Math.max` and `Math.min` are such branches in V8: on values of random
 * sign relu takes 5.4 ns per element with `Math.max`, 5.0 with `?:`, 0.9 with `Math.abs` (Node 20). The
 * loops expect finite values of ordinary size. Each is compiled from its own source: a shared loop would
 * call the function for every element.
 */
export type PlainForward = (x: Floats, y: Floats, n: number) => void;
export type PlainBackward = (x: Floats, dy: Floats, dx: Floats, n: number) => void;
type Floats = Float32Array | Float64Array;

interface Expressions {
  /** f(v) and f′(v), with default parameters, as JavaScript. */
  readonly f: string;
  readonly df: string;
}

const SIGMOID_SLOPE = "(s = 1 / (1 + Math.exp(-v))) * (1 - s)";
const GATED: Expressions = {
  f: "v / (1 + Math.exp(-v))",
  df: "(s = 1 / (1 + Math.exp(-v))) * (1 + v * (1 - s))",
};

/** erf(v/√2) in its usual form: Abramowitz and Stegun 7.1.26, with errors up to 1.5e-7. */
export const erf = (v: string): string =>
  `Math.sign(${v}) * (1 - (s = 1 / (1 + 0.3275911 * Math.SQRT1_2 * Math.abs(${v}))) * (0.254829592 + s * (-0.284496736 + s * (1.421413741 + s * (-1.453152027 + s * 1.061405429)))) * Math.exp(-0.5 * ${v} * ${v}))`;

const EXPRESSIONS: Readonly<Record<string, Expressions>> = {
  identity: { f: "v", df: "1" },
  binaryStep: { f: "+(v >= 0)", df: "0" },
  relu: { f: "0.5 * (v + Math.abs(v))", df: "+(v > 0)" },
  relu6: { f: "0.5 * (6 + Math.abs(v) - Math.abs(v - 6))", df: "(+(v > 0)) * (+(v < 6))" },
  leakyRelu: { f: "0.505 * v + 0.495 * Math.abs(v)", df: "0.01 + 0.99 * (+(v > 0))" },
  leakyRelu6: {
    f: "0.5 * (6 + (s = 0.505 * v + 0.495 * Math.abs(v)) - Math.abs(s - 6))",
    df: "(0.01 + 0.99 * (+(v > 0))) * (+(v < 6))",
  },
  thresholdedRelu: { f: "v * (+(v > 1))", df: "+(v > 1)" },
  elu: { f: "v > 0 ? v : Math.exp(v) - 1", df: "v > 0 ? 1 : Math.exp(v)" },
  selu: {
    f: "v > 0 ? 1.0507009873554805 * v : 1.7580993408473768 * (Math.exp(v) - 1)",
    df: "v > 0 ? 1.0507009873554805 : 1.7580993408473768 * Math.exp(v)",
  },
  sigmoid: { f: "1 / (1 + Math.exp(-v))", df: SIGMOID_SLOPE },
  tanh: { f: "1 - 2 / (1 + Math.exp(2 * v))", df: "1 - (s = 1 - 2 / (1 + Math.exp(2 * v))) * s" },
  silu: GATED,
  swish: GATED,
  hardSwish: {
    f: "v * (0.5 + 0.5 * (Math.abs(v * (1 / 6) + 0.5) - Math.abs(v * (1 / 6) - 0.5)))",
    df: "(v * (1 / 3) + 0.5) * (+(v > -3)) * (+(v < 3)) + (+(v >= 3))",
  },
  reluSquared: { f: "(s = 0.5 * (v + Math.abs(v))) * s", df: "v + Math.abs(v)" },
  hardTanh: { f: "0.5 * (Math.abs(v + 1) - Math.abs(v - 1))", df: "(+(v > -1)) * (+(v < 1))" },
  hardSigmoid: {
    f: "0.5 + 0.5 * (Math.abs(v * (1 / 6) + 0.5) - Math.abs(v * (1 / 6) - 0.5))",
    df: "(1 / 6) * (+(v > -3)) * (+(v < 3))",
  },
  sparseSigmoid: { f: "0.5 + 0.25 * (Math.abs(v + 1) - Math.abs(v - 1))", df: "0.5 * (+(v > -1)) * (+(v < 1))" },
  sparsePlus: {
    f: "v >= 1 ? v : v <= -1 ? 0 : 0.25 * (v + 1) * (v + 1)",
    df: "0.5 + 0.25 * (Math.abs(v + 1) - Math.abs(v - 1))",
  },
  hardShrink: { f: "v * (+(Math.abs(v) > 0.5))", df: "+(Math.abs(v) > 0.5)" },
  softShrink: { f: "v + 0.5 * (Math.abs(v - 0.5) - Math.abs(v + 0.5))", df: "+(Math.abs(v) > 0.5)" },
  softsign: { f: "v / (1 + Math.abs(v))", df: "1 / ((s = 1 + Math.abs(v)) * s)" },
  softplus: { f: "Math.log(1 + Math.exp(v))", df: "1 / (1 + Math.exp(-v))" },
  logSigmoid: { f: "-Math.log(1 + Math.exp(-v))", df: "1 / (1 + Math.exp(v))" },
  quickGelu: {
    f: "v / (1 + Math.exp(-1.702 * v))",
    df: "(s = 1 / (1 + Math.exp(-1.702 * v))) * (1 + 1.702 * v * (1 - s))",
  },
  mish: {
    f: "v * (1 - 2 / ((s = 1 + Math.exp(v)) * s + 1))",
    df: "(s = 1 - 2 / ((1 + Math.exp(v)) ** 2 + 1)) + (v / (1 + Math.exp(-v))) * (1 - s * s)",
  },
  threshold: { f: "v * (s = +(v > 0.5)) - 2 * (1 - s)", df: "+(v > 0.5)" },
  celu: { f: "v > 0 ? v : Math.exp(v) - 1", df: "v > 0 ? 1 : Math.exp(v)" },
  squareplus: { f: "0.5 * (v + Math.sqrt(v * v + 4))", df: "0.5 + (0.5 * v) / Math.sqrt(v * v + 4)" },
  tanhShrink: {
    f: "v - 1 + 2 / (1 + Math.exp(2 * v))",
    df: "(s = 1 - 2 / (1 + Math.exp(2 * v))) * s",
  },
  gelu: {
    f: `0.5 * v * (1 + ${erf("v")})`,
    df: `0.5 * (1 + ${erf("v")}) + v * 0.3989422804014327 * Math.exp(-0.5 * v * v)`,
  },
  geluTanh: {
    f: "v / (1 + Math.exp(-1.5957691216057308 * v * (1 + 0.044715 * v * v)))",
    df: "(s = 1 / (1 + Math.exp(-1.5957691216057308 * v * (1 + 0.044715 * v * v)))) * (1 + 1.5957691216057308 * v * (1 + 0.134145 * v * v) * (1 - s))",
  },
  exp: { f: "Math.exp(v)", df: "Math.exp(v)" },
};

export interface Plain {
  readonly forward: PlainForward;
  readonly backward: PlainBackward;
}

/** The loops of a function, compiled for each call, so that they have met no other element type. */
export function plain(name: string): Plain {
  const expressions = EXPRESSIONS[name];
  if (!expressions) throw new Error(`catalogue/timing/plain.ts has no loop for ${name}`);
  const compile = (parameters: string, target: string, value: string) =>
    new Function(
      ...parameters.split(" "),
      `let s = 0; for (let i = 0; i < n; i++) { const v = x[i]; ${target}[i] = ${value}; }`,
    );
  return {
    forward: compile("x y n", "y", expressions.f) as PlainForward,
    backward: compile("x dy dx n", "dx", `dy[i] * (${expressions.df})`) as PlainBackward,
  };
}

/** softmax of rows of n. */
export function plainSoftmax(x: Floats, y: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let m = -Infinity;
    for (let i = start; i < start + n; i++) m = Math.max(m, x[i]!);
    let sum = 0;
    for (let i = start; i < start + n; i++) sum += y[i] = Math.exp(x[i]! - m);
    const scale = 1 / sum;
    for (let i = start; i < start + n; i++) y[i] = y[i]! * scale;
  }
}

/** logSoftmax of rows of n. */
export function plainLogSoftmax(x: Floats, y: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let m = -Infinity;
    for (let i = start; i < start + n; i++) m = Math.max(m, x[i]!);
    let sum = 0;
    for (let i = start; i < start + n; i++) sum += Math.exp(x[i]! - m);
    const shift = m + Math.log(sum);
    for (let i = start; i < start + n; i++) y[i] = x[i]! - shift;
  }
}

/** prelu with a slope for each of n neighbours. */
export function plainPrelu(x: Floats, alpha: Floats, y: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    for (let i = 0; i < n; i++) {
      const v = x[start + i]!;
      const a = alpha[i]!;
      y[start + i] = 0.5 * ((1 + a) * v + (1 - a) * Math.abs(v));
    }
  }
}

/** The gradient of softmax of rows of n, from x. */
export function plainSoftmaxGrad(x: Floats, dy: Floats, dx: Floats, rows: number, n: number): void {
  plainSoftmax(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let dot = 0;
    for (let i = start; i < start + n; i++) dot += dx[i]! * dy[i]!;
    for (let i = start; i < start + n; i++) dx[i] = dx[i]! * (dy[i]! - dot);
  }
}

/** The gradient of logSoftmax of rows of n, from x. */
export function plainLogSoftmaxGrad(x: Floats, dy: Floats, dx: Floats, rows: number, n: number): void {
  plainSoftmax(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let total = 0;
    for (let i = start; i < start + n; i++) total += dy[i]!;
    for (let i = start; i < start + n; i++) dx[i] = dy[i]! - dx[i]! * total;
  }
}

/** The gradient of prelu with a slope for each of n neighbours. */
export function plainPreluGrad(x: Floats, alpha: Floats, dy: Floats, dx: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    for (let i = 0; i < n; i++) {
      const on = +(x[start + i]! > 0);
      dx[start + i] = dy[start + i]! * (on + alpha[i]! * (1 - on));
    }
  }
}

/** The gradient of prelu's slopes, one for each of n neighbours. */
export function plainPreluGradAlpha(x: Floats, dy: Floats, dalpha: Floats, rows: number, n: number): void {
  dalpha.fill(0);
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    for (let i = 0; i < n; i++) {
      const v = x[start + i]!;
      dalpha[i] = dalpha[i]! + dy[start + i]! * 0.5 * (v - Math.abs(v));
    }
  }
}
