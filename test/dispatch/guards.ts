import { describe, test } from "vitest";
import { Workspace } from "../../bindings/index.js";
import { BYTES, mixed, viewOf } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import {
  allCalls,
  type Call,
  type ElementType,
  type FloatArray,
  lossCalls,
  rowCallsOf,
  rowwise,
  TYPES,
  titleOf,
} from "../support/functions.js";

/** Tests that nothing is read or written but the operands and the output. */

const PAGE = 65_536;
const GUARD = 80;
const PATTERN = 0xa5;

const calls = [
  ...allCalls(),
  // Rows across the memory: an axis that is not the last.
  ...rowwise.flatMap((f) => rowCallsOf(f, { axis: 0 })),
  ...lossCalls({ axis: 0 }, (n) => (n % 3 === 0 ? n / 3 : n)),
].map((call) => [titleOf(call), call] as const);

/** A strided shape where the length allows one. */
function withShape(call: Call, n: number): Record<string, unknown> {
  return call.options.axis === 0 ? { shape: n % 3 === 0 ? [3, n / 3] : [1, n] } : {};
}

const workspace = new Workspace({ bytes: PAGE });
const room = workspace.float32(1);

const MEMORIES: readonly (readonly [string, ArrayBufferLike, number])[] = [
  ["a Workspace", room.buffer, PAGE],
  ["an ArrayBuffer", new ArrayBuffer(PAGE), 0],
  ["a SharedArrayBuffer", new SharedArrayBuffer(PAGE), 0],
];

/** Lays arrays out one behind the other, with guards between. */
function layOut(type: ElementType, buffer: ArrayBufferLike, start: number, skip: number, lengths: readonly number[]) {
  let at = start + GUARD + skip * BYTES[type];
  return lengths.map((length) => {
    const array = viewOf(type, buffer, at, length);
    at = Math.ceil((at + length * BYTES[type] + GUARD) / 8) * 8 + skip * BYTES[type];
    return array;
  });
}

/** Every way to call every function, on arrays of these lengths. */
export function testGuards(lengths: readonly number[]): void {
  describe.each(MEMORIES)("in %s", (_, buffer, start) => {
    const bytes = new Uint8Array(buffer, start);

    describe.each(TYPES)("%s", (type) => {
      const values = mixed(type, 80);

      test.each(calls)("%s touches no byte beside its output", (_, call) => {
        for (const n of lengths) {
          const { operands, out: outLength } = call.lengths(n);
          bytes.fill(PATTERN);
          const arrays = layOut(type, buffer, start, n % 4, [...operands, outLength]);
          const out = arrays.pop()!;
          for (const operand of arrays) operand.set(values.subarray(0, operand.length));
          const want = bytes.slice();
          const result = call.run(
            arrays.map((operand) => operand.slice()),
            withShape(call, n),
          );
          viewOf(type, want.buffer, out.byteOffset - start, outLength).set(result);
          call.run(arrays, { out, ...withShape(call, n) });
          canonical(type, want.buffer, out.byteOffset - start, outLength);
          canonical(type, buffer, out.byteOffset, outLength);
          expectTrue(Buffer.compare(bytes, want) === 0, () => `length ${n}`);
        }
      });
    });
  });

  describe.each(TYPES)("%s at the end of memory, beyond which a read would trap", (type) => {
    const last = (length: number): FloatArray =>
      viewOf(type, room.buffer, room.buffer.byteLength - length * BYTES[type], length);

    test.each(calls)("%s", (_, call) => {
      for (const n of lengths.filter((length) => length > 0)) {
        const { operands, out: outLength } = call.lengths(n);
        const arrays = layOut(type, room.buffer, PAGE, 0, [...operands, outLength]);
        // Each in turn, the output too.
        arrays.forEach((array, k) => {
          const moved = arrays.map((other, j) => (j === k ? last(array.length) : other));
          const out = moved.pop()!;
          for (const operand of moved) operand.fill(1);
          call.run(moved, { out, ...withShape(call, n) });
        });
      }
    });
  });
}

/** Gives NaNs one bit pattern: theirs may differ. */
function canonical(type: ElementType, buffer: ArrayBufferLike, byteOffset: number, length: number): void {
  const array = viewOf(type, buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if (Number.isNaN(array[i])) array[i] = Number.NaN;
}
