import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSeparate } from "../../bindings/batch/aliasing.js";
import type { List } from "../../bindings/batch/lists.js";
import { prelu, relu, sigmoid, tanh } from "../../bindings/index.js";
import { BYTES, uniform, viewOf } from "../support/arrays.js";
import { changed, refusesAll } from "../support/batch.js";
import { expectTrue } from "../support/bounds.js";
import { TYPES } from "../support/call.js";

/** An output of a batch shares no memory with another array of it, except operands of its index. */

const N = 8;

type Growing = ArrayBuffer & { resize(bytes: number): void };

/** Not in the compiler's `lib`. */
const growing = (bytes: number, most: number): Growing =>
  new (ArrayBuffer as unknown as new (bytes: number, options: object) => Growing)(bytes, { maxByteLength: most });

describe.each(TYPES)("memory that an output shares, %s", (type) => {
  const size = BYTES[type];
  const refused = (op: string, output: string, other: string) =>
    `${op}: "${output}" expected memory of its own, or exactly the memory of an operand of its index, got some of "${other}"; pass another array`;
  const fresh = (count = N) => Array.from({ length: count }, (_, i) => uniform(type, 16, 2, i + 1));

  test("with another output", () => {
    const x = fresh();
    const out = fresh();
    out[6] = out[2]!;
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[6]", "out[2]"), [
      ...x,
      ...out,
    ]);
    out[6] = viewOf(type, out[2]!.buffer, 0, 16);
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[6]", "out[2]"), [
      ...x,
      ...out,
    ]);
    out.fill(out[0]!);
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[1]", "out[0]"), out);
  });

  test("with an operand of another index", () => {
    const x = fresh();
    const out = fresh();
    for (const shared of [x[5]!, viewOf(type, x[5]!.buffer, 0, 16)]) {
      out[1] = shared;
      refusesAll(() => tanh.batch(x, { out }), RangeError, refused("tanh.batch", "out[1]", "x[5]"), [...x, ...out]);
    }
    const dy = fresh();
    refusesAll(
      () => tanh.grad.batch(x, dy, { out: [...dy.slice(1), dy[0]!] }),
      RangeError,
      refused("tanh.grad.batch", "out[7]", "dy[0]"),
      [...x, ...dy],
    );
  });

  test("with a part of anything", () => {
    const buffer = new ArrayBuffer(256 * size);
    const at = (start: number) => viewOf(type, buffer, start * size, 16);
    const x = fresh();
    for (const [start, other] of [
      [40, 47],
      [40, 25],
      [0, 15],
      [15, 0],
    ] as const) {
      const out = changed(fresh(), 3, at(start));
      for (const k of [3, 5]) {
        const given = changed(x, k, at(other));
        refusesAll(() => relu.batch(given, { out }), RangeError, refused("relu.batch", "out[3]", `x[${k}]`), given);
      }
      const both = changed(out, 4, at(other));
      const [first, second] = start < other ? ["out[4]", "out[3]"] : ["out[3]", "out[4]"];
      refusesAll(() => relu.batch(x, { out: both }), RangeError, refused("relu.batch", first!, second!), both);
    }
  });

  test("with alpha, or with a derivative", () => {
    const x = fresh();
    const alpha = uniform(type, 16, 1);
    refusesAll(
      () => prelu.batch(x, alpha, { out: changed(fresh(), 0, alpha) }),
      RangeError,
      refused("prelu.batch", "out[0]", "alpha"),
      [alpha],
    );
    const out = fresh();
    refusesAll(
      () => tanh.valueAndDerivative.batch(x, { out, derivative: changed(fresh(), 2, out[2]!) }),
      RangeError,
      refused("tanh.valueAndDerivative.batch", "derivative[2]", "out[2]"),
      out,
    );
  });

  test("where it is added to, with its own operand", () => {
    const x = fresh();
    const dy = fresh();
    refusesAll(
      () => tanh.grad.batch(x, dy, { out: changed(fresh(), 4, dy[4]!), accumulate: true }),
      RangeError,
      refused("tanh.grad.batch", "out[4]", "dy[4]"),
      dy,
    );
    // Also after the same arrays were fine without it.
    tanh.grad.batch(x, dy, { out: dy });
    refusesAll(
      () => tanh.grad.batch(x, dy, { out: dy, accumulate: true }),
      RangeError,
      refused("tanh.grad.batch", "out[0]", "dy[0]"),
      dy,
    );
  });

  test("also of arrays of a batch that passed, in another order", () => {
    const x = fresh();
    const out = fresh();
    sigmoid.batch(x, { out });
    sigmoid.batch(x, { out });
    out[7] = x[0]!;
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[7]", "x[0]"), [...x, ...out]);
  });

  test("also where views of a buffer that grows reach each other", () => {
    const buffers = [growing(16 * size, 32 * size), growing(16 * size, 32 * size)];
    const views = (buffer: ArrayBuffer) =>
      [0, 16].map((start) =>
        type === "f32" ? new Float32Array(buffer, start * size) : new Float64Array(buffer, start * size),
      );
    const [x, out] = buffers.map(views);
    relu.batch(x!, { out: out! });
    for (const buffer of buffers) buffer.resize(32 * size);
    refusesAll(() => relu.batch(x!, { out: out! }), RangeError, refused("relu.batch", "out[1]", "out[0]"), out!);
  });

  test("is none between neighbours or equal operands", () => {
    const buffer = new ArrayBuffer(16 * 16 * size);
    const x = fresh();
    const want = x.map((array) => relu(array));
    const neighbours = x.map((array, i) => {
      const view = viewOf(type, buffer, 32 * i * size, 16);
      view.set(array);
      return view;
    });
    const out = neighbours.map((_, i) => viewOf(type, buffer, (32 * i + 16) * size, 16));
    expect(relu.batch(neighbours, { out })).toEqual(want);
    expect(relu.batch(x, { out: fresh() })).toEqual(want);
    expect(relu.batch([x[0]!, x[0]!, x[0]!, x[0]!], { out: fresh(4) })).toEqual(new Array(4).fill(want[0]));
    const same = neighbours.map((_, i) => viewOf(type, buffer, 32 * i * size, 16));
    expect(relu.batch(neighbours, { out: same })).toEqual(want);
  });
});

describe("on random layouts over few buffers", () => {
  interface Placed {
    readonly buffer: number;
    readonly start: number;
    readonly length: number;
  }
  const placed: fc.Arbitrary<Placed> = fc.record({
    buffer: fc.nat(5),
    start: fc.oneof(fc.constant(0), fc.nat(12)),
    length: fc.oneof(fc.constant(2), fc.nat(5)),
  });
  const layout = fc.nat(5).chain((count) => {
    const list = fc.array(placed, { minLength: count, maxLength: count });
    return fc.record({
      outputs: fc.array(list, { minLength: 1, maxLength: 2 }),
      operands: fc.array(list, { minLength: 1, maxLength: 2 }),
      // Some operands are their own outputs, as an object or as another view of the same bytes.
      inPlace: fc.array(fc.constantFrom("no", "object", "view"), { minLength: count, maxLength: count }),
      common: fc.option(placed, { nil: undefined }),
      labels: fc.boolean(),
      accumulate: fc.boolean(),
    });
  });

  interface Named {
    readonly name: string;
    readonly index: number | undefined;
    readonly array: Float32Array | Int32Array;
  }

  /** Compares all pairs. */
  function conflicts(outputs: readonly Named[], operands: readonly Named[], accumulate: boolean): string[] {
    const meet = (a: Named["array"], b: Named["array"]) =>
      a.buffer === b.buffer &&
      Math.max(a.byteOffset, b.byteOffset) < Math.min(a.byteOffset + a.byteLength, b.byteOffset + b.byteLength);
    const equal = (a: Named["array"], b: Named["array"]) =>
      a.byteOffset === b.byteOffset && a.byteLength === b.byteLength;
    const found: string[] = [];
    for (const output of outputs) {
      for (const other of outputs) {
        if (other !== output && meet(output.array, other.array)) found.push(`${output.name} ${other.name}`);
      }
      for (const operand of operands) {
        const isOwn = !accumulate && operand.index === output.index && equal(output.array, operand.array);
        if (meet(output.array, operand.array) && !isOwn) found.push(`${output.name} ${operand.name}`);
      }
    }
    return found;
  }

  test("it refuses exactly the batches in which a comparison of all pairs finds an overlap, and names one", () => {
    let refused = 0;
    let passed = 0;
    const property = fc.property(layout, ({ outputs, operands, inPlace, common, labels, accumulate }) => {
      const buffers = Array.from({ length: 6 }, () => new ArrayBuffer(17 * 4));
      const at = ({ buffer, start, length }: Placed) => new Float32Array(buffers[buffer]!, start * 4, length);
      const written: List[] = outputs.map((list, k) => ({ name: `out${k}`, arrays: list.map(at) }));
      const read: List[] = operands.map((list, k) => ({
        name: `x${k}`,
        arrays: list.map((place, i) => {
          if (k === 0 && inPlace[i] === "object") return written[0]!.arrays[i]!;
          if (k === 0 && inPlace[i] === "view") return at(outputs[0]![i]!);
          return k === 1 && labels ? new Int32Array(buffers[place.buffer]!, place.start * 4, place.length) : at(place);
        }),
      }));
      if (common) read.push({ name: "alpha", arrays: [at(common)], common: true });
      const before = buffers.map((buffer) => buffer.slice(0));
      const named = ({ name, arrays, common }: List): Named[] =>
        arrays.map((array, i) => ({
          name: common ? name : `${name}[${i}]`,
          index: common ? undefined : i,
          array: array as Float32Array,
        }));
      // Without arrays there is nothing to write.
      const found = outputs[0]!.length === 0 ? [] : conflicts(written.flatMap(named), read.flatMap(named), accumulate);
      let message: string | undefined;
      try {
        checkSeparate("op", { outputs: written, operands: read, accumulate });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        message = error.message;
      }
      const kept = buffers.every((buffer, i) => Buffer.from(buffer).equals(Buffer.from(before[i]!)));
      expectTrue(kept, () => "memory has been written to");
      if (found.length === 0) {
        passed++;
        expectTrue(message === undefined, () => message!);
        return;
      }
      refused++;
      const [, output, other] = /^op: "(.+?)" expected .+ got some of "(.+?)"; /.exec(message ?? "") ?? [];
      expectTrue(found.includes(`${output} ${other}`), () => `${message} for ${found}`);
    });
    fc.assert(property, { numRuns: 5_000 });
    expect(Math.min(refused, passed)).toBeGreaterThan(500);
  });
});
