import { describe, expectTypeOf, test } from "vitest";
import {
  elu,
  gelu,
  glu,
  leakyRelu,
  maxout,
  relu,
  rrelu,
  sigmoid,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
  swish,
  threshold,
  thresholdedRelu,
} from "../../bindings/index.js";

declare const f32: Float32Array<ArrayBuffer>;
declare const labels: Int32Array<ArrayBuffer>;
declare const either: Float32Array | Float64Array;

describe("parameters", () => {
  test("go by their names", () => {
    elu(f32, { alpha: 2 });
    relu(f32, { maxValue: 6, negativeSlope: 0.1, threshold: 1 });
    // @ts-expect-error elu has no beta
    elu(f32, { beta: 2 });
    // @ts-expect-error misspelled
    relu(f32, { maxvalue: 6 });
    // @ts-expect-error sigmoid has no parameters
    sigmoid(f32, { alpha: 1 });
    // @ts-expect-error nor have its members
    sigmoid.grad(f32, f32, { alpha: 1 });
    // @ts-expect-error theta is swish's neighbour's
    swish.derivative(f32, { theta: 1 });
    // @ts-expect-error a parameter is a number
    thresholdedRelu(f32, { theta: "1" });
    // @ts-expect-error softmax has no alpha
    softmax(f32, { alpha: 1 });
    threshold(f32, { threshold: 0, value: 1, out: f32 });
    // @ts-expect-error threshold has no defaults
    threshold(f32);
    // @ts-expect-error not of the value either, nor in its members
    threshold.grad(f32, f32, { threshold: 0 });
    // @ts-expect-error nor there
    threshold.valueAndDerivative(f32, { value: 0 });
    // @ts-expect-error pieces are required
    maxout(f32);
    // @ts-expect-error with other options, too
    maxout.grad(f32, f32, { axis: 0 });
    // @ts-expect-error glu has two
    glu(f32, { pieces: 2 });
    // @ts-expect-error training is a boolean
    rrelu(f32, { training: 1 });
    // @ts-expect-error rrelu has no shape
    rrelu(f32, { shape: [2, 3] });
    softmaxCrossEntropy(f32, labels, { labelSmoothing: 0.1, ignoreIndex: 0, shape: [1, 3], out: f32 });
    // @ts-expect-error misspelled
    softmaxCrossEntropy(f32, labels, { labelsmoothing: 0.1 });
    // @ts-expect-error elements have no axis
    sigmoidCrossEntropy(f32, f32, { axis: 0 });
    // @ts-expect-error a shape is a list
    softmax(f32, { shape: 3 });
  });

  test("are in an object", () => {
    // @ts-expect-error a number
    leakyRelu(f32, 0.5);
    // @ts-expect-error a word
    gelu(f32, "tanh");
    // @ts-expect-error an array
    sigmoid(f32, f32);
    // @ts-expect-error an array
    sigmoid.grad(f32, f32, f32);
    // @ts-expect-error a number
    softmax(f32, -1);
    // @ts-expect-error a list of arrays
    sigmoid.batch([f32], [f32]);
    // @ts-expect-error a number
    swish.gradBeta(f32, f32, 2);
    // @ts-expect-error an array
    softmaxCrossEntropy(f32, labels, f32);
    // @ts-expect-error an array
    maxout(f32, f32);
  });

  test("may be undefined where they may be left out", () => {
    expectTypeOf(elu(f32, { alpha: undefined, out: f32 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    softmax(f32, { shape: undefined, axis: undefined });
    rrelu.grad(f32, f32, { training: undefined, seed: undefined, accumulate: undefined });
    // @ts-expect-error pieces are required
    maxout(f32, { pieces: undefined });
  });

  test("are in the spec, by the same names", () => {
    expectTypeOf(elu.spec.parameters.alpha.default).toBeNumber();
    expectTypeOf(relu.spec.parameters).toHaveProperty("maxValue");
    expectTypeOf(softmaxCrossEntropy.spec.parameters.labelSmoothing.default).toBeNumber();
    expectTypeOf(sigmoid.spec.parameters).not.toHaveProperty("alpha");
    // @ts-expect-error a spec does not change
    elu.spec.name = "other";
  });
});
