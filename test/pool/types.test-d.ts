import { expectTypeOf, test } from "vitest";
import {
  gelu,
  leakyRelu,
  maxout,
  prelu,
  softmax,
  softmaxCrossEntropy,
  swish,
  threshold,
} from "../../bindings/index.js";
import type { Pool } from "../../bindings/pool.js";

declare const pool: Pool;
declare const x: Float32Array;
declare const d: Float64Array;
declare const labels: Int32Array;
declare const signal: AbortSignal;

test("results have the type of the first operand", () => {
  expectTypeOf(pool.run(gelu, x)).resolves.toEqualTypeOf<Float32Array<ArrayBufferLike>>();
  expectTypeOf(pool.run(gelu.grad, d, d)).resolves.toEqualTypeOf<Float64Array<ArrayBufferLike>>();
  expectTypeOf(pool.run(softmax, x, { shape: [2, 3], signal })).resolves.toEqualTypeOf<Float32Array<ArrayBufferLike>>();
  expectTypeOf(pool.run(swish.gradBeta, x, x)).resolves.toEqualTypeOf<number>();
  expectTypeOf(pool.run(gelu.valueAndDerivative, x)).resolves.toHaveProperty("derivative");
  expectTypeOf(pool.run(softmaxCrossEntropy, d, labels)).resolves.toEqualTypeOf<Float64Array<ArrayBufferLike>>();
});

test("arguments are the same as for the function, and a signal", () => {
  pool.run(leakyRelu, x, { negativeSlope: 0.5, out: x, signal });
  pool.run(gelu, x, { signal });
  pool.run(prelu, x, x, { shape: [1], signal });
  // @ts-expect-error another name
  pool.run(leakyRelu, x, { slope: 0.5 });
  // @ts-expect-error no parameters
  pool.run(threshold, x);
  // @ts-expect-error no pieces
  pool.run(maxout, x, { signal });
  // @ts-expect-error no gradient
  pool.run(gelu.grad, x);
  // @ts-expect-error no array
  pool.run(gelu, [1, 2]);
  // @ts-expect-error no signal
  pool.run(gelu, x, { signal: 1 });
});
