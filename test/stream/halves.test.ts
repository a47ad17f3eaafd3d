import { describe, expect, test } from "vitest";
import { fromHalf, toHalf } from "../../bindings/half.js";
import { elu, gelu, logSumExp, rrelu, sigmoid, softmax } from "../../bindings/index.js";
import { activationStream } from "../../bindings/stream.js";
import { bytesOf, mixed } from "../support/arrays.js";
import type { FloatArray, Options } from "../support/call.js";
import { cutAt, joined, through } from "../support/streams.js";

/** Bytes of halves: computed in f32 and rounded once, in engines without Float16Array, too. */

type Unary = (x: FloatArray, options?: Options) => FloatArray;
const streamOf = activationStream as unknown as (op: Unary, options: object) => TransformStream<Uint8Array, Uint8Array>;

const cases: readonly (readonly [string, Unary, Options, number])[] = [
  ["gelu", gelu as Unary, {}, 1],
  ["elu.derivative", elu.derivative as Unary, { alpha: 0.5 }, 1],
  ["rrelu", rrelu as Unary, { training: true, seed: 3 }, 1],
  ["softmax", softmax as Unary, { shape: [6] }, 6],
  ["logSumExp", logSumExp as Unary, { shape: [6] }, 6],
  ["a function of the caller's", (x) => sigmoid(x as Float32Array), {}, 1],
];

describe("the bits of the call in f32, rounded once", () => {
  test.each(cases)("%s", async (_, op, options, size) => {
    const items = 64;
    const halves = toHalf(mixed("f32", items * size, 9) as Float32Array<ArrayBuffer>);
    const direct = size === 1 ? options : { ...options, shape: [items, size] };
    const want = toHalf(op(fromHalf(halves), direct) as Float32Array);
    const held = new Uint8Array(1 + halves.byteLength);
    held.set(bytesOf(halves as never), 1);
    const got = await through(streamOf(op, { ...options, type: "f16" }), cutAt(held.subarray(1), [1, 7, 8, 55, 56]));
    for (const chunk of got) expect(chunk.constructor).toBe(Uint8Array);
    expect(Buffer.compare(joined(got), new Uint8Array(want.buffer))).toBe(0);
  });

  test("of every half", async () => {
    const halves = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half);
    const [y, ...more] = await through(streamOf(((x) => x.slice()) as Unary, { type: "f16" }), [
      new Uint8Array(halves.buffer),
    ]);
    expect(more).toEqual([]);
    expect(Buffer.compare(y!, new Uint8Array(toHalf(fromHalf(halves)).buffer))).toBe(0);
  });
});

test("a stream that ends within a half fails", async () => {
  await expect(through(streamOf(gelu as Unary, { type: "f16" }), [new Uint8Array(3)])).rejects.toThrow(
    'activationStream: "stream" expected whole values of 2 bytes, got 1 of the last one; it lacks 1; is it truncated?',
  );
});
