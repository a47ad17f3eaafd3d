import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { relu, Workspace } from "../../bindings/index.js";
import { expectSame } from "../support/same.js";
import { countConstructions } from "../support/webassembly.js";

/** Workspaces that are disposed of, and the memory that the next ones take over. */

const PAGE = 65_536;

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
    const bytes = 100 * PAGE;
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

  /** Makes Workspaces of so many pages, disposes them all, and says whether each of the others needs a new memory. */
  function reused(disposed: readonly number[], wanted: readonly number[]): boolean[] {
    const make = (pages: number) => new Workspace({ bytes: pages * PAGE });
    for (const workspace of disposed.map(make)) workspace.dispose();
    const workspaces: Workspace[] = [];
    const reuses = wanted.map((pages) => {
      const before = memories.length;
      workspaces.push(make(pages));
      return memories.length === before;
    });
    for (const workspace of workspaces) workspace.dispose();
    return reuses;
  }
  /** Drops the memories that other tests left: more than is kept. */
  const forgetSpares = () => reused(new Array<number>(16).fill(1), []);

  test("the smallest memory that is large enough is taken", () => {
    forgetSpares();
    expect(reused([80, 50, 65], [55, 45, 75])).toEqual([true, true, true]);
  });

  test("a memory more than twice as large is not taken", () => {
    forgetSpares();
    // With the page that the kernels have.
    expect(reused([99], [48])).toEqual([false]);
    expect(reused([99], [49])).toEqual([true]);
  });

  test("16 MiB are kept in all, the latest first, and nothing larger", () => {
    forgetSpares();
    // Of 256 pages, with one more each.
    expect(reused([255], [255])).toEqual([true]);
    expect(reused([256], [256])).toEqual([false]);
    forgetSpares();
    expect(reused([63, 95, 159], [159, 95, 63])).toEqual([true, true, false]);
  });

  test("16 memories are kept, the latest ones", () => {
    forgetSpares();
    expect(reused([5, ...new Array<number>(16).fill(1)], [5])).toEqual([false]);
    expect(reused([5, ...new Array<number>(15).fill(1)], [5])).toEqual([true]);
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

  test("in an engine without weak references", () => {
    vi.stubGlobal("WeakRef", undefined);
    new Workspace({ bytes: PAGE }).dispose();
    using workspace = new Workspace({ bytes: PAGE });
    expect(workspace.disposed).toBe(false);
  });

  /** An engine with room for some more memories. */
  function limitMemories(room: number, cause: RangeError): void {
    let left = room;
    const value = new Proxy(WebAssembly.Memory, {
      construct(target, given: [WebAssembly.MemoryDescriptor]) {
        if (left-- <= 0) throw cause;
        return new target(...given);
      },
    });
    vi.stubGlobal("WebAssembly", Object.defineProperty(Object.create(WebAssembly), "Memory", { value }));
  }

  test("where the engine has no room, it says what to do", () => {
    const cause = new RangeError("could not allocate memory");
    limitMemories(0, cause);
    const action = () => new Workspace({ bytes: 1_000 * PAGE });
    expect(action).toThrow(RangeError);
    expect(action).toThrow(
      `Workspace: "bytes" expected memory that the engine can reserve, ${1_000 * PAGE} bytes, got "could not allocate memory"; dispose Workspaces that are no longer needed; where addresses are limited, as by ulimit -v, run Node with --disable-wasm-trap-handler`,
    );
    expect(action).toThrow(expect.objectContaining({ cause }));
  });

  test("where the engine has no room, the memories of disposed ones make some", () => {
    reused([60, 70], []);
    let refusals = 0;
    const value = new Proxy(WebAssembly.Memory, {
      construct(target, given: [WebAssembly.MemoryDescriptor]) {
        if (refusals++ === 0) throw new RangeError("could not allocate memory");
        return new target(...given);
      },
    });
    vi.stubGlobal("WebAssembly", Object.defineProperty(Object.create(WebAssembly), "Memory", { value }));
    using workspace = new Workspace({ bytes: 1_000 * PAGE });
    expect(workspace.disposed).toBe(false);
    vi.unstubAllGlobals();
    memories = countConstructions("Memory").Memory;
    expect(reused([], [60])).toEqual([false]);
  });
});
