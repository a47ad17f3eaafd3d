import { logSoftmax, softmaxCrossEntropy } from "lanewise";
import * as exact from "lanewise/exact";
import { arithmetic } from "../../../accuracy/decimal.js";
import { evaluate, type Halves, halves } from "../../../accuracy/evaluate.js";
import { rowDefinitions } from "../../../accuracy/exact-rows.js";
import { functionNamed, isKind } from "../../../catalogue/functions.js";
import type { Type } from "./floats.js";

/** Functions of one number, as we compute them, as most people write them, and to 40 digits. */
export interface Subject {
  readonly title: string;
  /** The naive form, as JavaScript. */
  readonly code: string;
  /** The naive form, with `r` after every operation. */
  readonly naive: (x: number, r: (value: number) => number) => number;
  readonly ours: (x: Float32Array | Float64Array) => ArrayLike<number>;
  /** The function of `lanewise/exact`, if there is one. */
  readonly nearest?: (x: Float32Array) => ArrayLike<number>;
  readonly exact: (type: Type) => (x: number) => Halves;
}

const DIGITS = 40;
const { exp, log, tanh, sqrt, abs, sign, PI, SQRT2 } = Math;

type Naive = Subject["naive"];

const NEAREST = {
  sigmoid: exact.sigmoid,
  tanh: exact.tanh,
  softplus: exact.softplus,
  logSigmoid: exact.logSigmoid,
  silu: exact.silu,
  gelu: exact.gelu,
  geluTanh: exact.geluTanh,
  mish: exact.mish,
  elu: exact.elu,
  tanhShrink: exact.tanhShrink,
};

function elementwise(
  name: keyof typeof NEAREST,
  code: string,
  naive: Naive,
  direction: "value" | "derivative" = "value",
): Subject {
  const f = functionNamed(name);
  if (!isKind(f, "elementwise")) throw new RangeError(`expected an elementwise function, got ${name}`);
  return {
    title: direction === "value" ? `${name}(x)` : `${name}′(x)`,
    code,
    naive,
    ours: direction === "value" ? (x) => f(x) : (x) => f.derivative(x),
    nearest: direction === "value" ? (x) => NEAREST[name](x) : (x) => NEAREST[name].derivative(x),
    exact: (type) => evaluate(name, direction, {}, type, DIGITS),
  };
}

const sigmoid: Naive = (x, r) => r(1 / r(1 + r(exp(-x))));

/** The approximation that most programs copy, Abramowitz and Stegun 7.1.26. */
const erf: Naive = (x, r) => {
  const t = r(1 / r(1 + r(0.3275911 * abs(x))));
  const sum = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce((s, c) => r(r(s * t) + c), 0);
  return r(sign(x) * r(1 - r(r(sum * t) * r(exp(r(-x * x))))));
};

export const SUBJECTS = {
  sigmoid: elementwise("sigmoid", "1 / (1 + Math.exp(-x))", sigmoid),
  sigmoidSlope: elementwise(
    "sigmoid",
    "s * (1 - s), s = 1 / (1 + Math.exp(-x))",
    (x, r) => {
      const s = sigmoid(x, r);
      return r(s * r(1 - s));
    },
    "derivative",
  ),
  tanh: elementwise("tanh", "(e ** x - e ** -x) / (e ** x + e ** -x)", (x, r) => {
    const [up, down] = [r(exp(x)), r(exp(-x))];
    return r(r(up - down) / r(up + down));
  }),
  tanhSlope: elementwise(
    "tanh",
    "1 - Math.tanh(x) ** 2",
    (x, r) => {
      const y = r(tanh(x));
      return r(1 - r(y * y));
    },
    "derivative",
  ),
  softplus: elementwise("softplus", "Math.log(1 + Math.exp(x))", (x, r) => r(log(r(1 + r(exp(x)))))),
  logSigmoid: elementwise("logSigmoid", "Math.log(1 / (1 + Math.exp(-x)))", (x, r) => r(log(sigmoid(x, r)))),
  silu: elementwise("silu", "x / (1 + Math.exp(-x))", (x, r) => r(x / r(1 + r(exp(-x))))),
  gelu: elementwise("gelu", "0.5 * x * (1 + erf(x / Math.SQRT2))", (x, r) =>
    r(r(0.5 * x) * r(1 + erf(r(x / r(SQRT2)), r))),
  ),
  geluTanh: elementwise("geluTanh", "0.5 * x * (1 + Math.tanh(√(2/π) * (x + 0.044715 * x ** 3)))", (x, r) => {
    const u = r(r(sqrt(2 / PI)) * r(x + r(0.044715 * r(x * r(x * x)))));
    return r(r(0.5 * x) * r(1 + r(tanh(u))));
  }),
  mish: elementwise("mish", "x * Math.tanh(Math.log(1 + Math.exp(x)))", (x, r) =>
    r(x * r(tanh(r(log(r(1 + r(exp(x)))))))),
  ),
  elu: elementwise("elu", "x > 0 ? x : Math.exp(x) - 1", (x, r) => (x > 0 ? x : r(r(exp(x)) - 1))),
  tanhShrink: elementwise("tanhShrink", "x - Math.tanh(x)", (x, r) => r(x - r(tanh(x)))),
  logSoftmax: {
    title: "logSoftmax([x, 0, 0])₁",
    code: "Math.log(Math.exp(x) / (Math.exp(x) + 1 + 1))",
    naive: (x, r) => {
      const e = r(exp(x));
      return r(log(r(e / r(r(e + 1) + 1))));
    },
    ours: (x) => firsts(logSoftmax(rowsOf(x), { shape: [x.length, 3] })),
    exact: () => (x) => {
      const { real } = arithmetic(DIGITS);
      return halves(rowDefinitions(DIGITS).logSoftmax!.f([real(x), real(0), real(0)], [])[0]!, DIGITS);
    },
  },
  crossEntropySlope: {
    title: "∂/∂x softmaxCrossEntropy([x, 0, 0], label 1)",
    code: "p - 1, p = Math.exp(x) / (Math.exp(x) + 1 + 1)",
    naive: (x, r) => {
      const e = r(exp(x));
      return r(r(e / r(r(e + 1) + 1)) - 1);
    },
    ours: (x) => firsts(softmaxCrossEntropy.grad(rowsOf(x), new Int32Array(x.length), { shape: [x.length, 3] })),
    exact: () => (x) => {
      const { real } = arithmetic(DIGITS);
      const [zero, one] = [real(0), real(1)];
      const others = real(x).neg().exp().times(2);
      return Number.isFinite(x)
        ? halves(zero.minus(others.div(one.plus(others))), DIGITS)
        : { high: Number.NaN, low: 0 };
    },
  },
} satisfies Readonly<Record<string, Subject>>;

export type SubjectName = keyof typeof SUBJECTS;

function rowsOf<A extends Float32Array | Float64Array>(x: A): A {
  const rows = (x instanceof Float32Array ? new Float32Array(3 * x.length) : new Float64Array(3 * x.length)) as A;
  for (const [i, value] of x.entries()) rows[3 * i] = value;
  return rows;
}

const firsts = (rows: ArrayLike<number>) => Array.from({ length: rows.length / 3 }, (_, i) => rows[3 * i]!);

export interface Preset {
  readonly title: string;
  readonly subject: SubjectName;
  readonly x: number;
  readonly type: Type;
}

export const PRESETS: readonly Preset[] = [
  { title: "softplus overflows", subject: "softplus", x: 100, type: "f32" },
  { title: "gelu’s tail", subject: "gelu", x: -6, type: "f32" },
  { title: "sigmoid at −90", subject: "sigmoid", x: -90, type: "f32" },
  { title: "sigmoid′ of a sure unit", subject: "sigmoidSlope", x: 18, type: "f32" },
  { title: "log of softmax", subject: "logSoftmax", x: -110, type: "f32" },
  { title: "gradient of a saturated loss", subject: "crossEntropySlope", x: 18, type: "f32" },
  { title: "mish’s tail", subject: "mish", x: -20, type: "f32" },
  { title: "elu near 0", subject: "elu", x: -0.0001, type: "f32" },
  { title: "tanh overflows", subject: "tanh", x: 800, type: "f64" },
];
