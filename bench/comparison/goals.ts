import type { ElementType } from "../../catalogue/timing/inputs.js";
import { FUNCTIONS as TENSORFLOW } from "../peers/tensorflow-functions.js";
import { isUnsteady, type Row, ratio, type Way } from "./row.js";

/** How many times as fast as others values should be computed, on one thread. */
export interface Goal {
  readonly title: string;
  readonly atLeast: number;
  readonly ours: Way;
  readonly other: Way;
  readonly type: ElementType;
  /** Undefined: all functions that the other has. */
  readonly names?: readonly string[];
  /** A text for the page instead of many names. */
  readonly text?: string;
}

export interface Score {
  readonly name: string;
  readonly size: number;
  readonly ratio: number;
  readonly hit: boolean;
  readonly unsteady: boolean;
}

/** Sizes at which goals are judged: data in the cache of a core, and beyond it. */
export const GOAL_SIZES: readonly number[] = [2 ** 16, 2 ** 20];

// TensorFlow.js needs one pass over the data for these, with SIMD or without any mathematics.
const ONE_PASS = ["sigmoid", "elu", "celu", "softmax", "relu", "relu6", "prelu", "leakyRelu"];
const CHEAP = ["binaryStep", "hardTanh"];
const MANY_PASSES = Object.keys(TENSORFLOW).filter((name) => !ONE_PASS.includes(name) && !CHEAP.includes(name));

const SMOOTH = ["sigmoid", "tanh", "gelu", "silu", "softmax"];
const BY_MEMORY = ["relu", "relu6", "leakyRelu", "hardTanh", "hardSwish", "threshold"];

const f32 = { ours: "workspace", type: "f32" } as const;

export const GOALS: readonly Goal[] = [
  {
    ...f32,
    title: "TensorFlow.js wasm, resident: one SIMD pass",
    other: "tfjs-wasm",
    atLeast: 1.2,
    names: ONE_PASS,
  },
  {
    ...f32,
    title: "TensorFlow.js wasm, resident: several passes, or no SIMD",
    other: "tfjs-wasm",
    atLeast: 8,
    names: MANY_PASSES,
    text: "`tanh`, `selu`, `softplus`, `exp` and functions composed of operations",
  },
  { ...f32, title: "TensorFlow.js wasm, end to end", ours: "fresh", other: "tfjs-wasm, end to end", atLeast: 1.5 },
  { ...f32, title: "ONNX Runtime Web, resident", other: "ort-web", atLeast: 3 },
  { ...f32, title: "ONNX Runtime Web, end to end", ours: "fresh", other: "ort-web, end to end", atLeast: 3 },
  {
    ...f32,
    title: "ONNX Runtime Node (native), resident",
    other: "ort-node",
    atLeast: 2,
    names: ["elu", "selu", "softplus", "mish"],
  },
  {
    ...f32,
    title: "ONNX Runtime Node (native), resident",
    other: "ort-node",
    atLeast: 0.8,
    names: ["sigmoid", "tanh", "gelu", "softmax", "relu"],
  },
  { ...f32, title: "Plain JavaScript", other: "plain", atLeast: 8, names: SMOOTH },
  { ...f32, title: "Plain JavaScript, f64", type: "f64", other: "plain", atLeast: 2.5, names: SMOOTH },
  { ...f32, title: "A copy of the bytes", other: "copy", atLeast: 0.85, names: BY_MEMORY },
];

export function scores({ atLeast, ours, other, type, names }: Goal, rows: readonly Row[]): readonly Score[] {
  return rows.flatMap((row) => {
    const { name, size, direction } = row;
    const wanted = direction === "value" && row.type === type && GOAL_SIZES.includes(size);
    const value = wanted && (names?.includes(name) ?? true) ? ratio(row, ours, other) : undefined;
    return value === undefined
      ? []
      : [{ name, size, ratio: value, hit: value >= atLeast, unsteady: isUnsteady(row, ours, other) }];
  });
}
