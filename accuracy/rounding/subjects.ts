import type { Elementwise } from "lanewise";
import * as exact from "lanewise/exact";
import type { Direction } from "../subjects.js";

/** A function or its derivative, at default parameters. */
export interface Subject {
  readonly op: string;
  readonly direction: Direction;
}

/** The functions with kernels of their own. Swish and celu at their defaults are silu and elu: they have the same kernels. */
export const FUNCTIONS = [
  ...(["sigmoid", "tanh", "silu", "gelu", "exp", "softplus", "mish", "elu", "geluTanh", "quickGelu", "selu"] as const),
  ...(["logSigmoid", "softsign", "squareplus", "hardSwish", "hardSigmoid", "sparsePlus", "tanhShrink"] as const),
];

/** In the order in which they matter. */
export const SUBJECTS: readonly Subject[] = (["value", "derivative"] as const).flatMap((direction) =>
  FUNCTIONS.map((op) => ({ op, direction })),
);

const functions = new Map(Object.entries(exact));

/** Writes the results for x to y through the public API. */
export function evaluatorOf({ op, direction }: Subject): (x: Float32Array, y: Float32Array) => void {
  const f = functions.get(op) as Elementwise;
  const call = direction === "value" ? f : f.derivative;
  return (x, y) => {
    call(x, { out: y });
  };
}
