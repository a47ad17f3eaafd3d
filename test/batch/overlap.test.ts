import { describe, expect, test } from "vitest";
import { prelu, relu, sigmoid, tanh } from "../../bindings/index.js";
import { BYTES, uniform, viewOf } from "../support/arrays.js";
import { changed, refusesAll } from "../support/batch.js";
import { TYPES } from "../support/functions.js";

/** An output of a batch shares no memory with another array of it, but for operands of its index. */

const N = 8;

describe.each(TYPES)("memory that an output shares, %s", (type) => {
  const size = BYTES[type];
  const refused = (op: string, output: string, other: string) =>
    `${op}: "${output}" expected memory of its own, or exactly that of an operand of its index, got some of "${other}"; pass another array`;
  const fresh = (count = N) => Array.from({ length: count }, (_, i) => uniform(type, 16, 2, i + 1));

  test("with another output", () => {
    const x = fresh();
    const out = fresh();
    out[6] = out[2]!;
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[2]", "out[6]"), [
      ...x,
      ...out,
    ]);
    out[6] = viewOf(type, out[2]!.buffer, 0, 16);
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[2]", "out[6]"), [
      ...x,
      ...out,
    ]);
    out.fill(out[0]!);
    refusesAll(() => sigmoid.batch(x, { out }), RangeError, refused("sigmoid.batch", "out[0]", "out[7]"), out);
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
      refused("tanh.valueAndDerivative.batch", "out[2]", "derivative[2]"),
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
    // Also of arrays that were known to be apart without it.
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

  test("is none between neighbours, equal operands, or values that look like marks", () => {
    const buffer = new ArrayBuffer(16 * 16 * size);
    const x = fresh();
    x.forEach((array, i) => {
      array[0] = 2 ** 23 + ((i + 3) % N);
    });
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
