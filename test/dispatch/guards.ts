import { describe, test } from "vitest";
import { Workspace } from "../../bindings/index.js";
import { allCalls } from "../support/all-calls.js";
import { BYTES, mixed, viewOf } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { type Call, type ElementType, type FloatArray, TYPES, titleOf } from "../support/call.js";
import { callsByTitle, type Sized } from "../support/layout-calls.js";
import type { Layout } from "../support/shapes.js";

/** Tests that nothing is read or written but the operands and the output. */

const PAGE = 65_536;
const GUARD = 80;
const PATTERN = 0xa5;

const workspace = new Workspace({ bytes: PAGE });
const room = workspace.float32(1);

const MEMORIES: readonly (readonly [string, ArrayBufferLike, number])[] = [
  ["a Workspace", room.buffer, PAGE],
  ["an ArrayBuffer", new ArrayBuffer(PAGE), 0],
  ["a SharedArrayBuffer", new SharedArrayBuffer(PAGE), 0],
];

/** Lays arrays out one after the other, with guards between. */
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
  const sizes = (call: Call): Sized[] => lengths.map((n) => [call, n]);
  // Rows across the memory: an axis that is not the last, where the length allows a shape.
  const strided = new Map<string, Sized[]>();
  for (const n of lengths) {
    for (const [title, calls] of callsByTitle([{ shape: n % 3 === 0 ? [3, n / 3] : [1, n], axis: 0 }])) {
      strided.set(`${title} along 0`, [...(strided.get(`${title} along 0`) ?? []), ...calls]);
    }
  }
  testCalls([...allCalls().map((call) => [titleOf(call), sizes(call)] as const), ...strided], MEMORIES);
}

/** Every way to call the functions with a shape, on these layouts. */
export function testLayoutGuards(layouts: readonly Layout[]): void {
  testCalls([...callsByTitle(layouts)], MEMORIES.slice(0, 2));
}

function testCalls(calls: readonly (readonly [string, readonly Sized[]])[], memories: typeof MEMORIES): void {
  describe.each(memories)("in %s", (_, buffer, start) => {
    const bytes = new Uint8Array(buffer, start);
    const untouched = new Uint8Array(bytes.length).fill(PATTERN);

    describe.each(TYPES)("%s", (type) => {
      test.each(calls)("%s touches no byte outside of its output", (_, sized) => {
        bytes.fill(PATTERN);
        for (const [i, [call, n]] of sized.entries()) {
          const { operands, out: outLength } = call.lengths(n);
          const arrays = layOut(type, buffer, start, i % 4, [...operands, outLength]);
          const out = arrays.pop()!;
          const used = bytes.subarray(0, out.byteOffset - start + out.byteLength + GUARD);
          for (const [k, operand] of arrays.entries()) operand.set(values(type, operand.length, k));
          const want = used.slice();
          const result = call.run(arrays.map((operand) => operand.slice()));
          viewOf(type, want.buffer, out.byteOffset - start, outLength).set(result);
          call.run(arrays, { out });
          canonical(type, want.buffer, out.byteOffset - start, outLength);
          canonical(type, buffer, out.byteOffset, outLength);
          expectTrue(Buffer.compare(used, want) === 0, () => `${n} elements, shape ${call.options.shape}`);
          used.fill(PATTERN);
        }
        expectTrue(Buffer.compare(bytes, untouched) === 0, () => "bytes far from the arrays");
      });
    });
  });

  describe.each(TYPES)("%s", (type) => {
    const last = (length: number): FloatArray =>
      viewOf(type, room.buffer, room.buffer.byteLength - length * BYTES[type], length);

    test.each(calls)("%s reads nothing beyond the end of memory, where it would trap", (_, sized) => {
      for (const [call, n] of sized) {
        const { operands, out: outLength } = call.lengths(n);
        const arrays = layOut(type, room.buffer, PAGE, 0, [...operands, outLength]);
        // Each in turn, the output too.
        arrays.forEach((array, k) => {
          if (array.length === 0) return;
          const moved = arrays.map((other, j) => (j === k ? last(array.length) : other));
          const out = moved.pop()!;
          for (const operand of moved) operand.fill(1);
          call.run(moved, { out });
        });
      }
    });
  });
}

const made = new Map<string, FloatArray>();

/** Numbers of all kinds, the same at each call. */
function values(type: ElementType, length: number, k: number): FloatArray {
  const key = `${type} ${length} ${k}`;
  if (!made.has(key)) made.set(key, mixed(type, length, k + 1));
  return made.get(key)!;
}

/** Gives NaNs one bit pattern: theirs may differ. */
function canonical(type: ElementType, buffer: ArrayBufferLike, byteOffset: number, length: number): void {
  const array = viewOf(type, buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if (Number.isNaN(array[i])) array[i] = Number.NaN;
}
