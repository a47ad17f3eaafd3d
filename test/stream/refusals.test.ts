import { describe, expect, test } from "vitest";
import * as lanewise from "../../bindings/index.js";
import { activationStream } from "../../bindings/stream.js";
import { streamOf, through } from "../support/streams.js";

const { elu, gelu, glu, logSumExp, maxout, prelu, rrelu, softmax, softmaxCrossEntropy, threshold } = lanewise;

type Chunk = Float32Array | Float64Array | Uint8Array;
const make = activationStream as unknown as (...all: unknown[]) => TransformStream<Chunk, Chunk>;

const ONE_OF_TWO = 'activationStream: "op" expected a function of one array, got one of two; where the other';
const NO_SHAPE = 'activationStream: "shape" expected the sizes of an item, such as [columns] for rows, got undefined';
const NEW = 'activationStream: "op" expected a function that makes a new Float32Array or Float64Array, got';

describe("at once, not at the first chunk", () => {
  test.each<[string, unknown[], ErrorConstructor, string]>([
    ["no function", [5], TypeError, 'activationStream: "op" expected a function such as gelu, got 5'],
    ["a member that is not there", [undefined], TypeError, '"op" expected a function such as gelu, got undefined'],
    ["a gradient", [gelu.grad], TypeError, ONE_OF_TWO],
    ["a gradient from the output", [lanewise.tanh.gradFromOutput], TypeError, ONE_OF_TWO],
    ["a gradient of a parameter", [elu.gradAlpha], TypeError, ONE_OF_TWO],
    ["a gradient of rows", [softmax.grad, { shape: [3] }], TypeError, ONE_OF_TWO],
    ["a gradient with one value a row", [logSumExp.grad, { shape: [3] }], TypeError, ONE_OF_TWO],
    ["a gradient of halves", [glu.grad, { shape: [4] }], TypeError, ONE_OF_TWO],
    ["slopes", [prelu, { shape: [3] }], TypeError, ONE_OF_TWO],
    ["a loss", [softmaxCrossEntropy, { shape: [3] }], TypeError, ONE_OF_TWO],
    ["two results", [gelu.valueAndDerivative], TypeError, `${NEW} an Object`],
    ["x itself", [(x: Float32Array) => gelu(x, { out: x })], RangeError, `${NEW} one that returns x`],
    ["a wrong parameter", [elu, { alpha: "1" }], TypeError, 'elu: "alpha" expected a finite number, got "1"'],
    ["a parameter out of its range", [elu, { alpha: Number.NaN }], RangeError, 'elu: "alpha" expected a finite number'],
    ["a parameter that is missing", [threshold], TypeError, 'threshold: "threshold" expected a finite number'],
    ["an unknown parameter", [elu, { alhpa: 1 }], TypeError, 'elu: "options" expected only "alpha", "out"'],
    ["options that are none", [elu, 5], TypeError, 'activationStream: "options" expected an object, got 5'],
    ["no options", [elu, null], TypeError, 'activationStream: "options" expected an object, got null'],
    [
      "no type",
      [elu, { type: Float32Array }],
      TypeError,
      '"type" expected "f16", "f32" or "f64", got a function; leave it',
    ],
    [
      "another type",
      [elu, { type: "f8" }],
      RangeError,
      'activationStream: "type" expected "f16", "f32" or "f64", got "f8"',
    ],
    ["an out", [elu, { out: new Float32Array(1) }], TypeError, 'activationStream: "out" expected nothing, got a Flo'],
    ["no shape", [softmax], TypeError, NO_SHAPE],
    ["no shape of halves", [glu], TypeError, NO_SHAPE],
    ["no shape of pieces", [maxout, { pieces: 2 }], TypeError, NO_SHAPE],
    ["no shape, but an axis", [softmax, { axis: 0 }], TypeError, NO_SHAPE],
    [
      "a shape for elements",
      [elu, { shape: [3] }],
      TypeError,
      'elu: "options" expected only "alpha", "out", got "shape"',
    ],
    ["not a shape", [softmax, { shape: 3 }], TypeError, 'softmax: "shape" expected an array of sizes, got 3'],
    ["an odd shape", [glu, { shape: [3] }], RangeError, 'glu: "shape" expected an even size along the axis, got 3'],
    ["half a size", [softmax, { shape: [0.5] }], RangeError, 'softmax: "shape" expected whole sizes ≥ 0, got [0.5]'],
    ["an empty item", [softmax, { shape: [2, 0] }], RangeError, '"shape" expected at least one element, got [2, 0]'],
    ["an item too large", [softmax, { shape: [2 ** 40] }], RangeError, '"shape" expected at most 2147483648 elements'],
    [
      "an axis of the stream",
      [softmax, { shape: [3, 2], axis: -3 }],
      RangeError,
      'softmax: "axis" expected from -2 to 1',
    ],
    [
      "an offset",
      [rrelu, { training: true, offset: -1 }],
      RangeError,
      'rrelu: "offset" expected a whole number from 0',
    ],
  ])("%s", (_, args, kind, message) => {
    expect(() => make(...args)).toThrow(kind);
    expect(() => make(...args)).toThrow(message);
  });

  test("a function of yours with slopes of one type is taken for that type", async () => {
    for (const alpha of [Float32Array.of(2), Float64Array.of(2)]) {
      const op = (x: never, options: object) => prelu(x, alpha as never, options);
      const x = new (alpha.constructor as Float32ArrayConstructor)([-3]);
      expect((await through(make(op), [x]))[0]![0]).toBe(-6);
    }
    const f64 = (x: never) => prelu(x, Float64Array.of(2) as never);
    expect(() => make(f64, { type: "f32" })).toThrow('prelu: "alpha" expected');
  });
});

describe("in the stream, for the reader and for the writer", () => {
  const HALF = 'activationStream: "stream" expected whole values of 4 bytes, got 3 of the last one; it lacks 1; is it';
  const ROW =
    'activationStream: "stream" expected whole items of 4 values, got 3 of the last one; it lacks 1; does the';

  test.each<[string, unknown[], unknown[], ErrorConstructor, string]>([
    ["an end within a value", [gelu, { type: "f32" }], [new Uint8Array(7)], RangeError, HALF],
    ["within a value of an item", [softmax, { type: "f32", shape: [4] }], [new Uint8Array(7)], RangeError, HALF],
    ["an end within an item", [softmax, { shape: [4] }], [new Float32Array(5), new Float32Array(2)], RangeError, ROW],
    ["of bytes", [softmax, { type: "f64", shape: [2, 2] }], [new Uint8Array(56)], RangeError, ROW],
    ["bytes without a type", [gelu], [new Uint8Array(4)], TypeError, 'for a stream of bytes give { type: "f32" }'],
    ["numbers with a type", [gelu, { type: "f32" }], [new Float32Array(4)], TypeError, 'leave "type" out for chunks'],
    ["a string", [gelu, { type: "f32" }], ["1"], TypeError, '"chunk" expected a Uint8Array, got "1"'],
    [
      "an array",
      [gelu],
      [[1, 2]],
      TypeError,
      '"chunk" expected a Float32Array or Float64Array, got an Array of length 2',
    ],
    ["null", [gelu], [null], TypeError, '"chunk" expected a Float32Array or Float64Array, got null'],
    ["mixed types", [gelu], [new Float32Array(1), new Float64Array(1)], TypeError, "all chunks of a stream have one"],
  ])("%s", async (_, args, chunks, kind, message) => {
    const stream = make(...args);
    const written = streamOf(chunks as Chunk[]).pipeTo(stream.writable);
    const reader = stream.readable.getReader();
    const read = (async () => {
      while (!(await reader.read()).done);
    })();
    const [writer, both] = await Promise.allSettled([written, read]);
    for (const outcome of [writer, both]) {
      expect(outcome.status).toBe("rejected");
      const { reason } = outcome as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(kind);
      expect(reason.message).toContain(message);
    }
  });

  test("what was whole before is read first", async () => {
    const stream = make(softmax, { shape: [2] });
    const written = streamOf<Chunk>([new Float32Array(5)]).pipeTo(stream.writable);
    const reader = stream.readable.getReader();
    expect((await reader.read()).value).toEqual(new Float32Array(4).fill(0.5));
    await expect(reader.read()).rejects.toThrow("got 1 of the last one; it lacks 1");
    await expect(written).rejects.toThrow("got 1 of the last one");
  });
});
