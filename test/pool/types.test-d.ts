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
declare const shared: Float32Array<SharedArrayBuffer>;
declare const labels: Int32Array;
declare const signal: AbortSignal;

test("results have the element type of the first operand, in new memory", () => {
  expectTypeOf(pool.run(gelu, x)).resolves.toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(pool.run(gelu.grad, d, d)).resolves.toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(pool.run(softmax, x, { shape: [2, 3], signal })).resolves.toEqualTypeOf<Float32Array<ArrayBuffer>>();
  expectTypeOf(pool.run(swish.gradBeta, x, x)).resolves.toEqualTypeOf<number>();
  expectTypeOf(pool.run(gelu.valueAndDerivative, x)).resolves.toHaveProperty("derivative");
  expectTypeOf(pool.run(softmaxCrossEntropy, d, labels)).resolves.toEqualTypeOf<Float64Array<ArrayBuffer>>();
});

test("outputs keep their types", () => {
  expectTypeOf(pool.run(gelu, x, { out: shared })).resolves.toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
  expectTypeOf(pool.run(gelu.grad, x, x, { out: x })).resolves.toEqualTypeOf<Float32Array<ArrayBufferLike>>();
  const both = pool.run(gelu.valueAndDerivative, x, { out: shared });
  expectTypeOf(both).resolves.toHaveProperty("value").toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
  expectTypeOf(both).resolves.toHaveProperty("derivative").toEqualTypeOf<Float32Array<ArrayBuffer>>();
  const perhaps: { out?: Float32Array<SharedArrayBuffer>; signal?: AbortSignal | undefined } = {};
  expectTypeOf(pool.run(gelu, x, perhaps)).toEqualTypeOf<
    Promise<Float32Array<SharedArrayBuffer> | Float32Array<ArrayBuffer>>
  >();
});

test("arguments are the same as for the function, and a signal", () => {
  pool.run(leakyRelu, x, { negativeSlope: 0.5, out: x, signal });
  pool.run(gelu, x, { signal });
  pool.run(prelu, x, x, { shape: [1], signal });
  // @ts-expect-error another name
  pool.run(leakyRelu, x, { slope: 0.5 });
  // @ts-expect-error another name, next to a right one
  pool.run(leakyRelu, x, { negativeSlope: 0.5, slope: 0.5 });
  // @ts-expect-error another name, after an array
  pool.run(gelu.grad, x, x, { accumulate: false, outt: x });
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
