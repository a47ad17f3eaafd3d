import { describe, test } from "vitest";
import {
  glu,
  leakyRelu,
  logSumExp,
  maxout,
  prelu,
  relu,
  sigmoid,
  softmax,
  softmaxCrossEntropy,
  swish,
  tanh,
  Workspace,
} from "../../bindings/index.js";
import { uniform } from "../support/arrays.js";
import { changed, refusesAll } from "../support/batch.js";

/** Refusals of `batch`, before anything is written. */

const N = 8;
const list = (length = 16, count = N) => Array.from({ length: count }, (_, i) => uniform("f32", length, 2, i)) as F32[];
type F32 = Float32Array<ArrayBuffer>;

describe("lists", () => {
  const x = list();
  const not = (value: unknown) => value as never;

  test("are arrays of arrays, as many of each", () => {
    const remedy = "pass [x], or call without batch";
    refusesAll(
      () => sigmoid.batch(not(x[0])),
      TypeError,
      `sigmoid.batch: "x" expected an array of arrays, got a Float32Array of length 16; ${remedy}`,
    );
    refusesAll(
      () => sigmoid.batch(not(undefined)),
      TypeError,
      'sigmoid.batch: "x" expected an array of arrays, got undefined',
    );
    refusesAll(
      () => sigmoid.batch(x, { out: not(x[0]) }),
      TypeError,
      'sigmoid.batch: "out" expected an array of arrays, got a Float32Array of length 16; pass [out], or call without batch',
    );
    refusesAll(
      () => sigmoid.grad.batch(x, x.slice(1)),
      RangeError,
      'sigmoid.grad.batch: "dy" expected 8 arrays, as many as "x", got 7',
    );
    refusesAll(
      () => sigmoid.gradFromOutput.batch(x, x, { out: [] }),
      RangeError,
      'sigmoid.gradFromOutput.batch: "out" expected 8 arrays, as many as "y", got 0',
    );
  });

  test("have one element type", () => {
    const out = list();
    refusesAll(
      () => sigmoid.batch(not([...x.slice(0, 3), new Float64Array(16), ...x.slice(4)]), { out }),
      TypeError,
      'sigmoid.batch: "x[3]" expected a Float32Array, got a Float64Array of length 16; all arrays of a call have one element type',
      out,
    );
    refusesAll(
      () => tanh.grad.batch(x, not([...x.slice(0, 7), new Float64Array(16)]), { out }),
      TypeError,
      'tanh.grad.batch: "dy[7]" expected a Float32Array of length 16, got a Float64Array of length 16; all arrays of a call have one element type',
      out,
    );
    refusesAll(
      () => relu.batch(not([...x.slice(0, 2), [1, 2]]), { out: out.slice(0, 3) }),
      TypeError,
      'relu.batch: "x[2]" expected a Float32Array or Float64Array, got an Array of length 2; convert it with Float32Array.from(array)',
      out,
    );
    refusesAll(
      () => relu.batch(not([null])),
      TypeError,
      'relu.batch: "x[0]" expected a Float32Array or Float64Array, got null',
    );
  });

  test("have outputs of the lengths of the results", () => {
    const out = [...list().slice(1), new Float32Array(15)];
    refusesAll(
      () => sigmoid.batch(x, { out }),
      RangeError,
      'sigmoid.batch: "out[7]" expected a Float32Array of length 16, got length 15',
      out,
    );
    refusesAll(
      () => glu.batch(x, { out: list(16) }),
      RangeError,
      'glu.batch: "out[0]" expected a Float32Array of length 8, got length 16',
    );
    refusesAll(
      () => logSumExp.grad.batch(x, list(2)),
      RangeError,
      'logSumExp.grad.batch: "dy[0]" expected a Float32Array of length 1, got length 2',
    );
  });

  test("have memory", () => {
    const workspace = new Workspace({ bytes: 4096 });
    const gone = workspace.float32(4);
    workspace.dispose();
    refusesAll(
      () => relu.batch([...x, gone], { out: [...x, gone] }),
      TypeError,
      'relu.batch: "x[8]" expected an array of a live Workspace, got one of a disposed Workspace; allocate it again',
      x,
    );
  });
});

describe("options", () => {
  const x = list();
  const out = list();

  test("are the refusals of the call", () => {
    for (const arrays of [x, []]) {
      refusesAll(
        () => leakyRelu.batch(arrays, { slope: 1, out } as never),
        TypeError,
        'leakyRelu.batch: "options" expected only "negativeSlope", "out", got "slope"; did you mean "negativeSlope"?',
        out,
      );
      refusesAll(
        () => leakyRelu.batch(arrays, { negativeSlope: "1" } as never),
        TypeError,
        'leakyRelu.batch: "negativeSlope" expected a finite number, got "1"',
      );
      refusesAll(
        () => sigmoid.batch(arrays, null as never),
        TypeError,
        'sigmoid.batch: "options" expected an object, got null',
      );
      refusesAll(
        () => softmax.batch(arrays, { shape: 16 } as never),
        TypeError,
        'softmax.batch: "shape" expected an array of sizes, got 16',
      );
    }
    refusesAll(
      () => sigmoid.batch(x, { accumulate: true, out } as never),
      TypeError,
      'sigmoid.batch: "options" expected only "out", got "accumulate"',
      out,
    );
    refusesAll(
      () => sigmoid.grad.batch(x, x, { accumulate: true }),
      TypeError,
      'sigmoid.grad.batch: "out" expected an array to accumulate in, got undefined; pass { accumulate: true, out }',
    );
    refusesAll(
      () => swish.gradBeta.batch(x, x, { out } as never),
      TypeError,
      'swish.gradBeta.batch: "options" expected only "beta", got "out"',
      out,
    );
    refusesAll(
      () => maxout.batch(x, { pieces: 5 }),
      RangeError,
      'maxout.batch: "pieces" expected a divisor of 16, the size along the axis, got 5',
    );
  });

  test("have the shape of every array", () => {
    refusesAll(
      () => softmax.batch(x, { shape: [3, 5], out }),
      RangeError,
      'softmax.batch: "shape" expected a product of 16, the length of the array, got [3, 5], a product of 15',
      out,
    );
    refusesAll(
      () => softmax.batch([...x.slice(0, 6), new Float32Array(12)], { shape: [4, 4], out: out.slice(0, 7) }),
      RangeError,
      'softmax.batch: "x[6]" expected a Float32Array of length 16, got length 12',
      out,
    );
    refusesAll(
      () => softmax.batch(x, { axis: 1 }),
      RangeError,
      'softmax.batch: "axis" expected from -1 to 0 for 1 dimensions, got 1; give the shape to have more dimensions',
    );
    refusesAll(
      () => prelu.batch([...x, new Float32Array(4)], new Float32Array(16), { out: list(16, 9) }),
      RangeError,
      'prelu.batch: "alpha" expected 1 slope, or 4, one for each index along the axis, got length 16; choose the axis of the channels',
    );
  });
});

describe("labels", () => {
  const logits = list(6);
  const labels = logits.map(() => Int32Array.of(0, 2));
  const shape = [2, 3];
  const out = list(2);

  test("are checked all before the first loss is written", () => {
    refusesAll(
      () => softmaxCrossEntropy.batch(logits, [...labels.slice(1), Int32Array.of(0, 3)], { shape, out }),
      RangeError,
      'softmaxCrossEntropy.batch: "labels[7]" expected classes from 0 to 2, or ignoreIndex -100, got 3 at index 1; is the axis the one of the classes?',
      out,
    );
    refusesAll(
      () => softmaxCrossEntropy.batch(logits, [...labels.slice(1), logits[0]] as never, { shape, out }),
      TypeError,
      'softmaxCrossEntropy.batch: "targets[7]" expected labels, as "targets[0]", got a Float32Array of length 6',
      out,
    );
  });

  test("share no memory with a loss", () => {
    const buffer = labels[3]!.buffer as ArrayBuffer;
    refusesAll(
      () => softmaxCrossEntropy.batch(logits, labels, { shape, out: changed(out, 5, new Float32Array(buffer)) }),
      RangeError,
      'softmaxCrossEntropy.batch: "out[5]" expected memory of its own, or exactly the memory of an operand of its index, got some of "targets[3]"; pass another array',
      [...logits, ...out],
    );
  });
});
