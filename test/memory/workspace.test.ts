import { describe, expect, test } from "vitest";
import { relu, Workspace } from "../../bindings/index.js";
import { arrayOf, mixed } from "../support/arrays.js";
import { type FloatArray, TYPES } from "../support/call.js";
import { expectSame } from "../support/same.js";

const PAGE = 65_536;

const make = (workspace: Workspace, type: (typeof TYPES)[number], source: number | ArrayLike<number>): FloatArray =>
  type === "f32" ? workspace.float32(source) : workspace.float64(source);

describe.each(TYPES)("%s", (type) => {
  test("gives zeros, also where something was", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const first = make(workspace, type, 1_000).fill(7);
    workspace.free(first);
    const second = make(workspace, type, 1_000);
    expect(second.byteOffset).toBe(first.byteOffset);
    expectSame(second, arrayOf(type, 1_000));
  });

  test("copies what it is given", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const source = mixed(type, 100);
    const copy = make(workspace, type, source);
    expectSame(copy, source);
    expect(copy.buffer).not.toBe(source.buffer);
    expectSame(make(workspace, type, [1, 2, 3]), [1, 2, 3]);
    expectSame(make(workspace, type, Int32Array.of(4, 5)), [4, 5]);
    expectSame(make(workspace, type, { length: 2, 0: 6, 1: 7 }), [6, 7]);
    expectSame(make(workspace, type, copy.subarray(10, 20)), source.subarray(10, 20));
  });

  test("has empty arrays, each of its own", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const [a, b] = [make(workspace, type, 0), make(workspace, type, [])];
    expect([a.length, b.length]).toEqual([0, 0]);
    expect(a.byteOffset).not.toBe(b.byteOffset);
    workspace.free(a);
    workspace.free(b);
    expect(workspace.used).toBe(0);
  });

  test("functions of its arrays write there, and change nothing if they read elsewhere", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const x = make(workspace, type, [-1, 2]) as Float32Array;
    expect(relu(x, { out: x })).toBe(x);
    expectSame(x, [0, 2]);
    const fresh = relu(x);
    expect(fresh.buffer).not.toBe(x.buffer);
    expect(fresh.byteLength).toBe(fresh.buffer.byteLength);
  });
});

describe("room", () => {
  test("is what was asked for, in pages", () => {
    for (const [bytes, want] of [
      [1, PAGE],
      [PAGE, PAGE],
      [PAGE + 1, 2 * PAGE],
      [1.5, PAGE],
    ] as const) {
      using workspace = new Workspace({ bytes });
      expect(workspace.bytes).toBe(want);
    }
  });

  test("arrays of one power of two do not start at the same offset of a page of 4 KiB", () => {
    using workspace = new Workspace({ bytes: 16 * PAGE });
    const offsets = Array.from({ length: 4 }, () => workspace.float32(16_384).byteOffset % 4_096);
    expect(new Set(offsets).size).toBe(4);
    expect(offsets.every((offset) => offset % 64 === 0)).toBe(true);
  });

  test("is counted, and comes back whole whatever the order", () => {
    using workspace = new Workspace({ bytes: 4 * PAGE });
    const whole = () => {
      const array = workspace.float32((4 * PAGE - 1_088) / 4);
      workspace.free(array);
    };
    whole();
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
      [0, 2, 1, 3],
    ]) {
      const arrays = order.map(() => workspace.float64(1_000));
      // Eight bytes an element, and less than a page of 4 KiB between arrays.
      expect(workspace.used).toBeGreaterThanOrEqual(4 * 8_000);
      expect(workspace.used).toBeLessThan(4 * (8_000 + 1_200));
      for (const i of order) workspace.free(arrays[i]!);
      expect(workspace.used).toBe(0);
      whole();
    }
  });

  test("that is full says so, and keeps what is there", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const array = workspace.float32([1, 2, 3]);
    const { used } = workspace;
    const full = () => workspace.float32(PAGE);
    expect(full).toThrow(RangeError);
    expect(full).toThrow(
      `Workspace.float32: "length" expected at most ${PAGE - used} bytes, the largest free block, got ${PAGE} elements, which take ${4 * PAGE + 1_088} bytes; free or dispose what is no longer needed, or make a larger Workspace`,
    );
    expect(workspace.used).toBe(used);
    expectSame(array, [1, 2, 3]);
  });
});

describe("refuses", () => {
  const bytes = "from 1 to 4294901760 bytes";
  test.each([
    [0, RangeError, `"bytes" expected ${bytes}, got 0`],
    [-1, RangeError, `"bytes" expected ${bytes}, got -1`],
    [Number.NaN, RangeError, `"bytes" expected ${bytes}, got NaN`],
    [Number.POSITIVE_INFINITY, RangeError, `"bytes" expected ${bytes}, got Infinity`],
    [2 ** 32, RangeError, `"bytes" expected ${bytes}, got 4294967296`],
    ["64", TypeError, `"bytes" expected ${bytes}, got "64"; pass { bytes }`],
    [undefined, TypeError, `"bytes" expected ${bytes}, got undefined; pass { bytes }`],
  ] as const)("bytes %s", (value, kind, message) => {
    const action = () => new Workspace({ bytes: value as number });
    expect(action).toThrow(kind);
    expect(action).toThrow(`Workspace: ${message}`);
  });

  test.each([[undefined], [64], [null]])("options %s", (options) => {
    const action = () => new Workspace(options as unknown as { bytes: number });
    expect(action).toThrow(TypeError);
    expect(action).toThrow(`Workspace: "bytes" expected ${bytes}, got undefined; pass { bytes }`);
  });

  test.each([
    [-1, RangeError, "a whole number ≥ 0, got -1"],
    [1.5, RangeError, "a whole number ≥ 0, got 1.5"],
    [Number.NaN, RangeError, "a whole number ≥ 0, got NaN"],
    ["3", TypeError, 'a length or an array of numbers, got "3"'],
    [null, TypeError, "a length or an array of numbers, got null"],
    [undefined, TypeError, "a length or an array of numbers, got undefined"],
    [{ length: -1 }, RangeError, "a whole number ≥ 0, got -1"],
    [{ length: 1.5 }, RangeError, "a whole number ≥ 0, got 1.5"],
  ] as const)("length %s", (value, kind, message) => {
    using workspace = new Workspace({ bytes: PAGE });
    for (const way of ["float32", "float64"] as const) {
      const action = () => workspace[way](value as number);
      expect(action).toThrow(kind);
      expect(action).toThrow(`Workspace.${way}: "length" expected ${message}`);
      expect(workspace.used).toBe(0);
    }
  });

  const detached = new Float32Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const gone = new Workspace({ bytes: PAGE });
  const disposed = gone.float32(4);
  gone.dispose();
  const shrinking = Reflect.construct(ArrayBuffer, [64, { maxByteLength: 64 }]) as ArrayBuffer & {
    resize(length: number): void;
  };
  const shrunk = new Float32Array(shrinking, 32);
  shrinking.resize(16);
  const numbers = "a length or an array of numbers";
  const attached = "an array with memory";
  const lost = "one whose buffer was detached or shrunk; make a new array";

  test.each<[string, unknown, string]>([
    [
      "nested arrays",
      [[1, 2]],
      '"source[0]" expected a number, got an Array of length 2; flatten the array: one after the other, row by row',
    ],
    [
      "an array of typed arrays",
      [0, new Float32Array(3)],
      '"source[1]" expected a number, got a Float32Array of length 3; flatten the array: one after the other, row by row',
    ],
    ["strings", [1, 2, "3"], '"source[2]" expected a number, got "3"; convert its elements with Number'],
    ["bigints", [1n], '"source[0]" expected a number, got bigint 1; convert its elements with Number'],
    ["a hole", new Array<number>(2), '"source[0]" expected a number, got undefined; convert its elements with Number'],
    ["null", [null], '"source[0]" expected a number, got null; convert its elements with Number'],
    ["an object", {}, `"source" expected ${numbers}, got an Object; pass Array.from(source)`],
    ["a Set", new Set([1]), `"source" expected ${numbers}, got a Set; pass Array.from(source)`],
    [
      "BigInt64Array",
      BigInt64Array.of(1n),
      `"source" expected ${numbers}, got a BigInt64Array of length 1; pass Float64Array.from(source, Number)`,
    ],
    [
      "BigUint64Array",
      new BigUint64Array(2),
      `"source" expected ${numbers}, got a BigUint64Array of length 2; pass Float64Array.from(source, Number)`,
    ],
    [
      "a DataView",
      new DataView(new ArrayBuffer(8)),
      `"source" expected ${numbers}, got a DataView; make a typed array of its numbers`,
    ],
    ["a detached array", detached, `"source" expected ${attached}, got ${lost}`],
    ["a shrunk array", shrunk, `"source" expected ${attached}, got ${lost}`],
    [
      "an array of a disposed Workspace",
      disposed,
      `"source" expected ${attached}, got an array of a disposed Workspace; make a new array`,
    ],
  ])("a source that is no list of numbers, and keeps no room for it: %s", (_, source, message) => {
    using workspace = new Workspace({ bytes: PAGE });
    for (const way of ["float32", "float64"] as const) {
      const action = () => workspace[way](source as number[]);
      expect(action).toThrow(TypeError);
      expect(action).toThrow(`Workspace.${way}: ${message}`);
      expect(workspace.used).toBe(0);
    }
  });

  test("a source that throws midway, and keeps no room for it", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const reason = new Error("midway");
    const source = {
      length: 3,
      0: 1,
      get 1(): number {
        throw reason;
      },
      2: 3,
    };
    expect(() => workspace.float32(source)).toThrow(reason);
    expect(workspace.used).toBe(0);
    const whole = workspace.float32((PAGE - 1_088) / 4);
    expectSame(whole, new Float32Array(whole.length));
  });

  test("a source that disposes the Workspace midway", () => {
    const workspace = new Workspace({ bytes: PAGE });
    const source = {
      length: 2,
      get 0(): number {
        workspace.dispose();
        return 1;
      },
      1: 2,
    };
    expect(() => workspace.float32(source)).toThrow('Workspace.float32: "this" expected a live Workspace');
  });

  test("to be told a wrong length by a subclass", () => {
    class Matrix extends Float32Array {
      override get length(): number {
        return 100;
      }
    }
    using workspace = new Workspace({ bytes: PAGE });
    expectSame(workspace.float32(new Matrix([1, 2])), [1, 2]);
  });

  test("to free what is not its own, or a view of it, or free already", () => {
    using workspace = new Workspace({ bytes: PAGE });
    using other = new Workspace({ bytes: PAGE });
    const array = workspace.float32(8);
    const freed = workspace.float32(8);
    workspace.free(freed);
    const { used } = workspace;
    const { buffer, byteOffset } = array;
    for (const foreign of [
      freed,
      array.subarray(1),
      array.subarray(0, 8),
      new Float32Array(buffer, byteOffset, 8),
      new Float64Array(buffer, byteOffset, 4),
      new Float32Array(8),
      other.float32(8),
    ]) {
      const action = () => workspace.free(foreign);
      expect(action).toThrow(RangeError);
      expect(action).toThrow(
        /^Workspace\.free: "array" expected an array that this Workspace handed out and that is not free yet, got a Float(32|64)Array of length \d; pass the array itself, not a view of it, and only once$/,
      );
    }
    const action = () => workspace.free([1] as unknown as Float32Array);
    expect(action).toThrow(TypeError);
    expect(action).toThrow('Workspace.free: "array" expected a Float32Array or Float64Array, got an Array of length 1');
    expect(workspace.used).toBe(used);
  });

  test("to free an array twice after its block was handed out again", () => {
    using workspace = new Workspace({ bytes: PAGE });
    const first = workspace.float32(8);
    workspace.free(first);
    const second = workspace.float32([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(second.byteOffset).toBe(first.byteOffset);
    expect(() => workspace.free(first)).toThrow(RangeError);
    const third = workspace.float32(8);
    expect(third.byteOffset).not.toBe(second.byteOffset);
    expectSame(second, [1, 2, 3, 4, 5, 6, 7, 8]);
    workspace.free(second);
    workspace.free(third);
    expect(workspace.used).toBe(0);
  });
});
