import { describe, expect, test, vi } from "vitest";
import { relu, rrelu, sigmoid, softmax, tanh, Workspace } from "../../bindings/index.js";
import { plainCalls } from "../support/all-calls.js";
import { BLOCK, BYTES, mixed, uniform, viewOf } from "../support/arrays.js";
import { type Batchable, batchable, batchCalls } from "../support/batch.js";
import { expectTrue } from "../support/bounds.js";
import { type Call, type ElementType, type FloatArray, TYPES, titleOf } from "../support/call.js";
import { lossCalls, rowCallsOf, slopeCallsOf } from "../support/calls.js";
import { rowwise, slopes, splits } from "../support/functions.js";
import { expectSame } from "../support/same.js";
import { sizeOf } from "../support/shapes.js";
import { splitCallsOf, splitVariants } from "../support/split.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

/** `batch`: element i is what the call returns for the arrays of index i, bit for bit. */

const MANY = [16, 16, 16, 16, 16, 0, 1, 3, 70, 70, 70, 70, 70, 5, 1500, 16, 16, 2, 2, 2, 2, 2, 64, 1024, 66, 3, 3];
const ALIKE = new Array<number>(20).fill(12);

/** With a slope for each index all arrays have as many elements. */
const lengthsFor = (call: Call) => (call.lengths(12).operands[1] === 12 && slopesOf(call) ? [ALIKE] : [MANY, ALIKE]);
const slopesOf = (call: Call) => call.operands.includes("alpha");

type Operands = FloatArray[][];

/** Operands for each of the lengths; one alpha for all. */
function operandsFor(call: Call, type: ElementType, lengths: readonly number[]): Operands {
  const alpha = mixed(type, call.lengths(lengths[0]!).operands[1] ?? 1, 5);
  return lengths.map((n, i) =>
    call
      .lengths(n)
      .operands.map((length, k) => (k === 1 && slopesOf(call) ? alpha : mixed(type, length, 1 + i + 100 * k))),
  );
}

function expectAll(got: readonly FloatArray[], want: readonly FloatArray[]): void {
  expectTrue(got.length === want.length, () => `${got.length} arrays for ${want.length}`);
  got.forEach((array, i) => {
    expectSame(array, want[i]!, `[${i}]`);
  });
}

const GUARD = 64;

/** Arrays in one buffer, with guards around them. */
function guarded(type: ElementType, lengths: readonly number[]) {
  const step = (length: number) => length * BYTES[type] + GUARD;
  const buffer = new ArrayBuffer(lengths.reduce((bytes, length) => bytes + step(length), GUARD));
  const bytes = new Uint8Array(buffer).fill(0xa5);
  let at = GUARD;
  const arrays = lengths.map((length) => {
    const array = viewOf(type, buffer, at, length);
    at += step(length);
    return array;
  });
  return { bytes, arrays };
}

/** Fresh, and in outputs of which nothing around is touched. */
function expectLikeCalls(call: Batchable, type: ElementType, operands: Operands, options = {}): void {
  const want = operands.map((each) => call.run(each, options));
  const fresh = call.batch(operands, options);
  expectAll(fresh, want);
  for (const [i, array] of fresh.entries()) {
    expectTrue(array.constructor === want[i]!.constructor, () => `[${i}] is of another type`);
  }
  if (call.returnsNumber) return;
  const { bytes, arrays: out } = guarded(
    type,
    want.map(({ length }) => length),
  );
  const got = call.batch(operands, { ...options, out });
  for (const [i, array] of got.entries()) expectTrue(array === out[i], () => `[${i}] is not the given output`);
  expectAll(out, want);
  for (const array of out) new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(0xa5);
  expectTrue(Buffer.from(bytes.buffer).equals(Buffer.alloc(bytes.length, 0xa5)), () => "a guard has been written to");
}

const all = batchCalls().map((call) => [titleOf(call), call] as const);
const plain = plainCalls().filter(({ about }) => !about);
const unique = [...new Map(plain.map((call) => [titleOf(call), batchable(call)] as const))];
const gradients = unique.filter(([, { name }]) => /\.grad/.test(name));
const arrays = unique.filter(([, { returnsNumber }]) => !returnsNumber);

describe.each(TYPES)("the same bits as one call each, %s", (type) => {
  test.each(all)("%s", (_, call) => {
    for (const lengths of lengthsFor(call)) expectLikeCalls(call, type, operandsFor(call, type, lengths));
  });

  test.each(arrays)("%s: in place, of more than a block", (_, call) => {
    const lengths = new Array<number>(Math.ceil((2.5 * BLOCK[type]) / 120)).fill(120);
    const operands = operandsFor(call, type, lengths);
    const want = operands.map((each) => call.run(each));
    if (want[0]!.length === 120) {
      const out = operands.map(([x]) => x!);
      expectTrue(
        call.batch(operands, { out }).every((array, i) => array === out[i]),
        () => "other arrays than the given outputs",
      );
      expectAll(out, want);
    } else {
      // Once more into the same arrays: they are known by then.
      const out = call.batch(operands);
      for (let again = 0; again < 2; again++) expectAll(call.batch(operands, { out }), want);
    }
  });

  test.each(gradients)("%s: accumulated", (_, call) => {
    if (call.returnsNumber) return;
    for (const lengths of lengthsFor(call)) {
      const operands = operandsFor(call, type, lengths);
      const before = operands.map((each, i) => uniform(type, call.run(each).length, 1, i));
      const want = operands.map((each, i) => call.run(each, { out: before[i]!.slice(), accumulate: true }));
      expectAll(call.batch(operands, { out: before, accumulate: true }), want);
    }
  });

  test.each(unique)("%s: in a Workspace", (_, call) => {
    using workspace = new Workspace({ bytes: 2 ** 18 });
    const move = (array: FloatArray) => (type === "f32" ? workspace.float32(array) : workspace.float64(array));
    const lengths = lengthsFor(call).at(-1)!;
    const operands = operandsFor(call, type, lengths);
    const want = operands.map((each) => call.run(each));
    const alpha = move(operands[0]![1] ?? operands[0]![0]!);
    const inside = operands.map((each) => each.map((array, k) => (k === 1 && slopesOf(call) ? alpha : move(array))));
    if (call.returnsNumber) expectAll(call.batch(inside), want);
    else expectAll(call.batch(inside, { out: want.map(move) }), want);
  });
});

describe("with a shape, which all arrays have", () => {
  const SHAPES = [
    { shape: [3, 4], axis: -1 },
    { shape: [3, 4], axis: 0 },
    { shape: [2, 6, 4], axis: 1 },
    { shape: [1, 12] },
    { shape: [2, 0, 4], axis: 0 },
    { axis: 0 },
  ];
  const calls = SHAPES.flatMap((options) => {
    const n = options.shape ? sizeOf(options.shape) : 12;
    const size = options.shape ? options.shape.at(options.axis ?? -1)! : 12;
    const rows = () => (size === 0 ? 0 : n / size);
    const with2 = (call: Call): Call => ({ ...call, options: { ...call.options, ...options } });
    return [
      ...rowwise.flatMap((f) => rowCallsOf(f, options)),
      ...slopes.flatMap((f) => [...slopeCallsOf(f, () => size, options), ...slopeCallsOf(f, () => 1, options)]),
      ...lossCalls(options, rows),
      ...(size % 2 === 0 ? splits.flatMap((f) => splitCallsOf(f, splitVariants(f)[0]).slice(0, 2).map(with2)) : []),
    ].map((call) => [`${titleOf(call)}, [${options.shape}] along ${options.axis}`, batchable(call), n] as const);
  });

  test.each(calls)("%s", (_, call, n) => {
    const run: Batchable = { ...call, run: (arrays, more) => call.run(arrays, { ...call.options, ...more }) };
    for (const type of TYPES) expectLikeCalls(run, type, operandsFor(call, type, new Array<number>(9).fill(n)));
  });
});

test("random slopes go by the index in an array's own elements", () => {
  const x = Array.from({ length: 10 }, (_, i) => new Float32Array(16).fill(-1 - i));
  const options = { training: true, seed: 3 };
  expectAll(
    rrelu.slopes.batch(x, options),
    x.map((each) => rrelu.slopes(each, options)),
  );
  expect(rrelu.slopes.batch(x, options)[9]).toEqual(rrelu.slopes.batch(x, options)[0]);
});

test("values and derivatives come in pairs, in outputs of their own", () => {
  const x = Array.from({ length: 9 }, (_, i) => mixed("f32", i < 6 ? 16 : 2000, i));
  const want = x.map((each) => tanh.valueAndDerivative(each));
  expect(tanh.valueAndDerivative.batch(x)).toEqual(want);
  const out = x.map(({ length }) => new Float32Array(length));
  const derivative = x.map((each) => each.slice());
  const pairs = tanh.valueAndDerivative.batch(x, { out, derivative });
  expect(pairs).toEqual(want);
  pairs.forEach((pair, i) => {
    expect(pair.value).toBe(out[i]);
    expect(pair.derivative).toBe(derivative[i]);
  });
  expect(tanh.valueAndDerivative.batch(x, { derivative: x }).map(({ value }) => value)).toEqual(out);
  expectAll(x, derivative);
});

test("of nothing is nothing", () => {
  expect(sigmoid.batch([])).toEqual([]);
  expect(softmax.grad.batch([], [], { shape: [2, 3], axis: 0, out: [] })).toEqual([]);
});

test("the result is a new list", () => {
  const out = [new Float32Array(1)];
  const y = relu.batch([Float32Array.of(2)], { out });
  expect(y).toEqual([Float32Array.of(2)]);
  expect(y).not.toBe(out);
});
