import { elu, type FloatArray, gelu, leakyRelu, relu, sigmoid, softmax, Workspace } from "lanewise";
import { type Pool, PoolError } from "lanewise/pool";
import { activationStream } from "lanewise/stream";

/** A program with no library but ES2022: most of it compiles, some must not. Its declarations are emitted, too. */

declare const x: Float32Array;
declare const pool: Pool;

// @ts-expect-error: parameters have names
leakyRelu(x, 0.5);
// @ts-expect-error: geluTanh is a function of its own
gelu(x, "tanh");
// @ts-expect-error: an output is an option
sigmoid(x, x);
// @ts-expect-error: an unknown option
leakyRelu(x, { slope: 0.5 });
// @ts-expect-error: two arrays of one type
relu.grad(x, new Float64Array(1));

export const f = <A extends FloatArray>(values: A) => sigmoid(values);
export const g = sigmoid.grad;
export const h = <A extends FloatArray>(values: A) => relu.grad(values, values);
export const everything = { leakyRelu, softmax, elu };
export const stream = activationStream(gelu);
export const run = (values: Float32Array) => pool.run(gelu, values);
export const workspace = () => new Workspace({ bytes: 2 ** 20 });
export const failed = (error: unknown) => error instanceof PoolError;

/** Options of a caller's that may be undefined, with exactOptionalPropertyTypes. */
export function forward(out: Float32Array | undefined, slope: number | undefined) {
  return leakyRelu(x, { out, negativeSlope: slope });
}

const y: Float32Array = softmax(x, { shape: [1, 1], axis: -1 });
y.fill(elu.gradAlpha(x, x));
