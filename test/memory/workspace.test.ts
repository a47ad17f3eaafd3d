import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { relu, Workspace } from "../../bindings/index.js";
import { arrayOf, mixed } from "../support/arrays.js";
import { type FloatArray, TYPES } from "../support/functions.js";
import { expectSame } from "../support/same.js";
import { countConstructions } from "../support/webassembly.js";

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
      expect(workspace.used).toBeGreaterThanOrEqual(4 * 8_000);
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
    [{}, TypeError, "a length or an array of numbers, got an Object"],
  ] as const)("length %s", (value, kind, message) => {
    using workspace = new Workspace({ bytes: PAGE });
    for (const way of ["float32", "float64"] as const) {
      const action = () => workspace[way](value as number);
      expect(action).toThrow(kind);
      expect(action).toThrow(`Workspace.${way}: "length" expected ${message}`);
      expect(workspace.used).toBe(0);
    }
  });

  test("to free what is not its own, or not whole, or free already", () => {
    using workspace = new Workspace({ bytes: PAGE });
    using other = new Workspace({ bytes: PAGE });
    const array = workspace.float32(8);
    const freed = workspace.float32(8);
    workspace.free(freed);
    const { used } = workspace;
    for (const foreign of [freed, array.subarray(1), new Float32Array(8), other.float32(8)]) {
      const action = () => workspace.free(foreign);
      expect(action).toThrow(RangeError);
      expect(action).toThrow(
        /^Workspace\.free: "array" expected an array that this Workspace handed out and that is not free yet, got a Float32Array of length \d; pass the array itself, not a subarray$/,
      );
    }
    const action = () => workspace.free([1] as unknown as Float32Array);
    expect(action).toThrow(TypeError);
    expect(action).toThrow('Workspace.free: "array" expected a Float32Array or Float64Array, got an Array of length 1');
    expect(workspace.used).toBe(used);
  });
});

describe("disposed", () => {
  let memories: unknown[][];
  beforeEach(() => {
    memories = countConstructions("Memory").Memory;
  });
  afterEach(() => vi.unstubAllGlobals());

  test("its arrays are empty and it gives no more", () => {
    const workspace = new Workspace({ bytes: PAGE });
    const array = workspace.float32([1, 2, 3]);
    expect(workspace.disposed).toBe(false);
    workspace.dispose();
    workspace.dispose();
    expect(workspace.disposed).toBe(true);
    expect([array.length, array.byteLength, array.buffer.byteLength]).toEqual([0, 0, 0]);
    for (const [way, action] of [
      ["float32", () => workspace.float32(1)],
      ["float64", () => workspace.float64(1)],
      ["free", () => workspace.free(array)],
    ] as const) {
      expect(action).toThrow(TypeError);
      expect(action).toThrow(
        `Workspace.${way}: "this" expected a live Workspace, got a disposed one; make a new Workspace`,
      );
    }
  });

  test("by `using`, also when something throws", () => {
    let seen: Workspace | undefined;
    const action = () => {
      using workspace = new Workspace({ bytes: PAGE });
      seen = workspace;
      throw new Error("in between");
    };
    expect(action).toThrow("in between");
    expect(seen?.disposed).toBe(true);
  });

  test("its memory serves the next, which finds zeros, and not the old arrays", () => {
    // Larger than what other tests here have left.
    const bytes = 64 * PAGE;
    const first = new Workspace({ bytes });
    const old = first.float32(1_000).fill(7);
    first.dispose();
    const before = memories.length;
    using second = new Workspace({ bytes });
    const array = second.float32(1_000) as Float32Array<ArrayBuffer>;
    expect(memories.length).toBe(before);
    expectSame(array, new Float32Array(1_000));
    array.fill(-1);
    expectSame(relu(array, { out: array }), new Float32Array(1_000));
    expect(old.length).toBe(0);
    expect(() => relu(old)).toThrow('relu: "x" expected an array of a live Workspace');
  });

  test("the smallest memory that is large enough is taken, and a small one never", () => {
    const sizes = [200, 120, 160];
    const live = sizes.map((pages) => new Workspace({ bytes: pages * PAGE }));
    for (const workspace of live) workspace.dispose();
    const before = memories.length;
    const taken = [130, 110, 190].map((pages) => new Workspace({ bytes: pages * PAGE }));
    expect(memories.length).toBe(before);
    using large = new Workspace({ bytes: 300 * PAGE });
    expect(large.bytes).toBe(300 * PAGE);
    expect(memories.length).toBe(before + 1);
    for (const workspace of taken) workspace.dispose();
  });

  test("one after the other, thousands do not exhaust the engine", () => {
    const before = memories.length;
    for (let i = 0; i < 3_000; i++) {
      using workspace = new Workspace({ bytes: 1 + (i % 3) * PAGE });
      const x = workspace.float32([i, -i]);
      expect(relu(x, { out: x })[0]).toBe(i);
    }
    expect(memories.length - before).toBeLessThanOrEqual(3);
  });

  test("where the engine has no room, it says what to do", () => {
    const cause = new RangeError("could not allocate memory");
    function fail(): never {
      throw cause;
    }
    vi.stubGlobal("WebAssembly", Object.defineProperty(Object.create(WebAssembly), "Memory", { value: fail }));
    const action = () => new Workspace({ bytes: 1_000 * PAGE });
    expect(action).toThrow(RangeError);
    expect(action).toThrow(
      `Workspace: "bytes" expected memory that the engine can reserve, got ${1_000 * PAGE} (could not allocate memory); dispose of Workspaces that are no longer needed: an engine allows only some hundreds at once`,
    );
    expect(action).toThrow(expect.objectContaining({ cause }));
  });
});
