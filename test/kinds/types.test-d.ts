import { describe, expectTypeOf, test } from "vitest";
import {
  crelu,
  elu,
  exponential,
  type FloatArray,
  glu,
  init,
  leakyRelu,
  logSoftmax,
  logSumExp,
  maxout,
  prelu,
  relu,
  rrelu,
  sigmoid,
  sigmoidCrossEntropy,
  silu,
  softmax,
  softmaxCrossEntropy,
  softmin,
  softplus,
  sparsemax,
  swish,
  tanh,
  threshold,
  Workspace,
} from "../../bindings/index.js";

declare const f32: Float32Array<ArrayBuffer>;
declare const f64: Float64Array<ArrayBuffer>;
declare const shared: Float32Array<SharedArrayBuffer>;
declare const any32: Float32Array;
declare const labels: Int32Array<ArrayBuffer>;
declare const either: Float32Array | Float64Array;

describe("results", () => {
  test("are new arrays of the input's element type", () => {
    expectTypeOf(tanh(f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(tanh(f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(tanh(shared)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(tanh(any32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(tanh.grad(f32, any32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(tanh.derivative(f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(tanh.gradFromOutput(f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(softmax(f32, { shape: [2, 3], axis: -1 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(softmax.grad(f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(softmin(f64, { axis: 0 })).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(sparsemax.grad(f32, any32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(logSumExp(f32, { shape: [2, 3] })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(logSumExp.grad(f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(softmaxCrossEntropy(f32, labels)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(softmaxCrossEntropy.grad(f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(sigmoidCrossEntropy(f32, any32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(prelu(f32, f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(prelu.gradAlpha(f64, f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(glu(f32, { shape: [2, 4] })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(crelu.grad(f64, f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(maxout(f32, { pieces: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(rrelu.slopes(f64, { seed: 1 })).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(exponential(f32)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(tanh(either)).toEqualTypeOf<Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>();
  });

  test("are out, where there is one", () => {
    expectTypeOf(tanh(f32, { out: shared })).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
    expectTypeOf(tanh(f64, { out: f64 })).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(softmax(f32, { out: any32 })).toEqualTypeOf<Float32Array<ArrayBufferLike>>();
    expectTypeOf(glu.grad(f32, f32, { out: shared })).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
    expectTypeOf(maxout(f32, { pieces: 2, out: any32 })).toEqualTypeOf<Float32Array<ArrayBufferLike>>();
    expectTypeOf(rrelu(f32, { training: true, out: shared })).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
    expectTypeOf(prelu.grad(f32, f32, f32, { out: shared })).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
  });

  test("of a Workspace are arrays that live in it", () => {
    const workspace = new Workspace({ bytes: 1 });
    expectTypeOf(workspace.float32(3)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(workspace.float64([1, 2])).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    expectTypeOf(workspace).toExtend<Disposable>();
    expectTypeOf(init()).toEqualTypeOf<Promise<void>>();
  });
});

describe("results fit", () => {
  test("what takes ordinary memory", () => {
    expectTypeOf(new Blob([tanh(f32), softmax(any32), tanh.grad(shared, shared)])).toEqualTypeOf<Blob>();
    expectTypeOf(new Response(tanh(any32))).toEqualTypeOf<Response>();
    expectTypeOf(crypto.subtle.digest("SHA-256", tanh(shared))).toEqualTypeOf<Promise<ArrayBuffer>>();
    const part: BlobPart = tanh(any32);
    expectTypeOf(new Blob([part])).toEqualTypeOf<Blob>();
  });

  test("nothing that they are not", () => {
    // @ts-expect-error a new array is in no shared memory
    const first: Float32Array<SharedArrayBuffer> = tanh(f32);
    // @ts-expect-error nor one of several
    const [second]: Float32Array<SharedArrayBuffer>[] = tanh.batch([f32]);
    // @ts-expect-error nor a gradient
    const third: Float32Array<SharedArrayBuffer> = softmax.grad(shared, shared);
    // @ts-expect-error nor a loss
    const fourth: Float32Array<SharedArrayBuffer> = sigmoidCrossEntropy(f32, f32);
    // @ts-expect-error nor a derivative
    const { derivative }: { derivative: Float32Array<SharedArrayBuffer> } = elu.valueAndDerivative(f32);
    expectTypeOf([first, second, third, fourth, derivative]).toBeArray();
    // @ts-expect-error an output in shared memory is not in ordinary memory
    new Blob([tanh(f32, { out: shared })]);
  });

  test("type parameters", () => {
    const inPlace = <A extends FloatArray>(x: A): A => relu(x, { out: x });
    const squared = <A extends FloatArray>(x: A) => relu.grad(x, x);
    const fed = <A extends FloatArray>(x: A) => softmax.gradFromOutput(x, tanh(x));
    expectTypeOf(inPlace(shared)).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
    expectTypeOf(squared(shared)).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(fed(f64)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  });
});

describe("gradients", () => {
  test("of parameters are numbers, where a parameter can be learned", () => {
    expectTypeOf(swish.gradBeta(f32, any32, { beta: 2 })).toBeNumber();
    expectTypeOf(softplus.gradBeta(f64, f64)).toBeNumber();
    expectTypeOf(elu.gradAlpha(f32, f32)).toBeNumber();
    expectTypeOf(leakyRelu.gradNegativeSlope(f32, f32, { negativeSlope: 0 })).toBeNumber();
    expectTypeOf(elu).toHaveProperty("gradFromOutput");
    expectTypeOf(tanh).not.toHaveProperty("gradBeta");
    expectTypeOf(elu).not.toHaveProperty("gradBeta");
    expectTypeOf(relu).not.toHaveProperty("gradNegativeSlope");
    // @ts-expect-error tanh has no parameter
    tanh.gradBeta(f32, f32);
    // @ts-expect-error a number needs no output
    swish.gradBeta(f32, f32, { out: f32 });
    // @ts-expect-error dy is f64
    swish.gradBeta(f32, f64);
  });

  test("may be added to what is there, values may not", () => {
    expectTypeOf(tanh.grad(f32, f32, { out: shared, accumulate: true })).toEqualTypeOf<
      Float32Array<SharedArrayBuffer>
    >();
    tanh.gradFromOutput(f32, f32, { out: f32, accumulate: true });
    elu.grad(f32, f32, { alpha: 2, out: f32, accumulate: false });
    softmax.grad(f32, f32, { shape: [2, 3], out: f32, accumulate: true });
    logSoftmax.gradFromOutput(f64, f64, { out: f64, accumulate: true });
    prelu.grad(f32, f32, f32, { out: f32, accumulate: true });
    prelu.gradAlpha(f32, f32, f32, { out: f32, accumulate: true });
    // @ts-expect-error a value
    tanh(f32, { out: f32, accumulate: true });
    // @ts-expect-error a derivative
    tanh.derivative(f32, { out: f32, accumulate: true });
    // @ts-expect-error true or false
    tanh.grad(f32, f32, { out: f32, accumulate: 1 });
    // @ts-expect-error a value
    softmax(f32, { out: f32, accumulate: true });
    // @ts-expect-error a value
    prelu(f32, f32, { out: f32, accumulate: true });
  });

  test("come with the values", () => {
    const fresh = elu.valueAndDerivative(f32, { alpha: 2 });
    expectTypeOf(fresh.value).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(fresh.derivative).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    const given = tanh.valueAndDerivative(f32, { out: shared, derivative: any32 });
    expectTypeOf(given.value).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
    expectTypeOf(given.derivative).toEqualTypeOf<Float32Array<ArrayBufferLike>>();
    expectTypeOf(tanh.valueAndDerivative(f64, { derivative: f64 }).value).toEqualTypeOf<Float64Array<ArrayBuffer>>();
    // @ts-expect-error the derivative is f64
    tanh.valueAndDerivative(f32, { derivative: f64 });
    // @ts-expect-error both are elementwise
    softmax.valueAndDerivative(f32);
  });
});

describe("members", () => {
  test("are there where they are defined", () => {
    expectTypeOf(sigmoid).toHaveProperty("gradFromOutput");
    expectTypeOf(elu).toHaveProperty("gradFromOutput");
    expectTypeOf(softmax).toHaveProperty("gradFromOutput");
    expectTypeOf(silu).not.toHaveProperty("gradFromOutput");
    expectTypeOf(swish).not.toHaveProperty("gradFromOutput");
    expectTypeOf(sparsemax).toHaveProperty("gradFromOutput");
    expectTypeOf(softmax).not.toHaveProperty("derivative");
    expectTypeOf(logSumExp).not.toHaveProperty("gradFromOutput");
    expectTypeOf(softmaxCrossEntropy).not.toHaveProperty("derivative");
    expectTypeOf(prelu).not.toHaveProperty("gradFromOutput");
    expectTypeOf(glu).not.toHaveProperty("gradFromOutput");
    expectTypeOf(rrelu).not.toHaveProperty("derivative");
  });
});

describe("arrays", () => {
  test("are float arrays", () => {
    // @ts-expect-error not a typed array
    tanh([1, 2]);
    // @ts-expect-error whole numbers
    tanh(new Int32Array(2));
    // @ts-expect-error nothing
    tanh(null);
  });

  test("of a call have one element type", () => {
    // @ts-expect-error dy is f64
    tanh.grad(f32, f64);
    // @ts-expect-error out is f64
    tanh(f32, { out: f64 });
    // @ts-expect-error targets are f64
    softmaxCrossEntropy(f32, f64);
    // @ts-expect-error labels are whole numbers of 32 bits
    softmaxCrossEntropy(f32, new Uint8Array(2));
    // @ts-expect-error labels are for softmax
    sigmoidCrossEntropy(f32, labels);
    // @ts-expect-error alpha is f32
    prelu(f64, f32);
    // @ts-expect-error dy is f32
    softmax.grad(f64, f32);
    // @ts-expect-error out is f32
    softmax(f64, { out: f32 });
    // @ts-expect-error dy is f32
    glu.grad(f64, f32);
    // @ts-expect-error out is f64
    maxout(f32, { pieces: 2, out: f64 });
    // @ts-expect-error dy is f32
    rrelu.grad(f64, f32);
  });
});

describe("batches", () => {
  const many = [f32, f32] as const;
  const wide = [f64];

  test("have a result for each array", () => {
    expectTypeOf(tanh.batch([f32, f32])).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
    expectTypeOf(tanh.batch(many)).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
    expectTypeOf(tanh.grad.batch(wide, wide)).toEqualTypeOf<Float64Array<ArrayBuffer>[]>();
    expectTypeOf(tanh.derivative.batch(many, { out: [shared] })).toEqualTypeOf<Float32Array<SharedArrayBuffer>[]>();
    expectTypeOf(elu.gradFromOutput.batch([any32], many, { alpha: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
    expectTypeOf(softmax.batch(many, { shape: [2, 3] })).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
    expectTypeOf(softmaxCrossEntropy.batch(wide, [labels])).toEqualTypeOf<Float64Array<ArrayBuffer>[]>();
    expectTypeOf(prelu.gradAlpha.batch(many, f32, many)).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
    expectTypeOf(maxout.batch(many, { pieces: 2 })).toEqualTypeOf<Float32Array<ArrayBuffer>[]>();
    expectTypeOf(rrelu.slopes.batch(wide, { seed: 1 })).toEqualTypeOf<Float64Array<ArrayBuffer>[]>();
    expectTypeOf(swish.gradBeta.batch(many, many, { beta: 2 })).toEqualTypeOf<number[]>();
    const [pair] = tanh.valueAndDerivative.batch(many, { out: [shared, shared] });
    expectTypeOf(pair!.value).toEqualTypeOf<Float32Array<SharedArrayBuffer>>();
    expectTypeOf(pair!.derivative).toEqualTypeOf<Float32Array<ArrayBuffer>>();
  });

  test("take the arguments of the call", () => {
    relu.batch(many, { maxValue: 6, out: many });
    tanh.grad.batch(many, many, { out: many, accumulate: true });
    // @ts-expect-error one array
    tanh.batch(f32);
    // @ts-expect-error whole numbers
    tanh.batch([new Int32Array(2)]);
    // @ts-expect-error misspelled
    relu.batch(many, { maxvalue: 6 });
    // @ts-expect-error one output
    relu.batch(many, { out: f32 });
    // @ts-expect-error out is f64
    relu.batch(many, { out: wide });
    // @ts-expect-error dy is f64
    tanh.grad.batch(many, wide);
    // @ts-expect-error a value
    tanh.batch(many, { out: many, accumulate: true });
    // @ts-expect-error pieces are required
    maxout.batch(many);
    // @ts-expect-error threshold has no defaults
    threshold.batch(many);
    // @ts-expect-error a number needs no output
    swish.gradBeta.batch(many, many, { out: many });
    // @ts-expect-error one alpha
    prelu.batch(many, many);
    // @ts-expect-error targets are f64
    softmaxCrossEntropy.batch(many, wide);
  });
});
