import { describe, expectTypeOf, test } from "vitest";
import { gelu, leakyRelu, logSumExp, maxout, prelu, rrelu, softmax, tanh, threshold } from "../../bindings/index.js";
import type { RowOptions } from "../../bindings/kinds/signatures/rowwise.js";
import { activationStream } from "../../bindings/stream.js";

declare const numbers: ReadableStream<Float32Array>;
declare const bytes: ReadableStream<Uint8Array>;
declare const slopes: Float32Array;

describe("activationStream", () => {
  test("is a part of a pipe, with the type of the elements that come in", () => {
    expectTypeOf(numbers.pipeThrough(activationStream(gelu))).toEqualTypeOf<
      ReadableStream<Float32Array<ArrayBuffer>>
    >();
    expectTypeOf(bytes.pipeThrough(activationStream(gelu, { type: "f32" }))).toEqualTypeOf<
      ReadableStream<Uint8Array<ArrayBuffer>>
    >();
    // @ts-expect-error bytes need a type
    bytes.pipeThrough(activationStream(gelu));
    // @ts-expect-error with a type they are bytes
    numbers.pipeThrough(activationStream(gelu, { type: "f32" }));
    // @ts-expect-error no other types
    activationStream(gelu, { type: "f8" });
  });

  test("takes the parameters of the function", () => {
    activationStream(leakyRelu, { negativeSlope: 0.5 });
    activationStream(leakyRelu.derivative, { negativeSlope: 0.5, type: "f64" });
    activationStream(threshold, { threshold: 0, value: 1 });
    activationStream(rrelu, { training: true, seed: 1, offset: 1 });
    activationStream(rrelu.slopes, { training: true });
    // @ts-expect-error no such parameter
    activationStream(leakyRelu, { slope: 0.5 });
    // @ts-expect-error it has to be given
    activationStream(threshold);
    // @ts-expect-error results are new arrays
    activationStream(leakyRelu, { out: new Float32Array(0) });
  });

  test("needs the shape of an item for functions of rows", () => {
    activationStream(softmax, { shape: [10], axis: 0 });
    activationStream(logSumExp, { shape: [10], type: "f32" });
    activationStream(maxout, { shape: [10], pieces: 2 });
    activationStream((x: Float32Array, options: RowOptions<Float32Array>) => prelu(x, slopes, options), { shape: [3] });
    activationStream((x, options) => prelu(x, slopes, options), { shape: [3] });
    activationStream((x, options) => prelu(x, slopes, options), { shape: [3], axis: 0, type: "f32" });
    numbers.pipeThrough(activationStream((x, options) => prelu(x, slopes, options), { shape: [3] }));
    activationStream((x: Float64Array) => gelu(tanh(x)));
    activationStream((x) => gelu(tanh(x)));
    // @ts-expect-error no shape
    activationStream(softmax);
    // @ts-expect-error no shape
    activationStream(softmax, { type: "f32" });
    // @ts-expect-error no pieces
    activationStream(maxout, { shape: [10] });
  });

  test("refuses functions of two arrays", () => {
    // @ts-expect-error x and dy
    activationStream(gelu.grad);
    // @ts-expect-error x and dy
    activationStream(softmax.grad, { shape: [3] });
    // @ts-expect-error x and alpha
    activationStream(prelu, { shape: [3] });
    // @ts-expect-error two results
    activationStream(gelu.valueAndDerivative);
  });
});
