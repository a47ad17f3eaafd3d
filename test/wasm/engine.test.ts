import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { countConstructions } from "../support/webassembly.js";

/** Compiling the kernels: when, from what, and what an engine may have against it. */

const x = Float32Array.of(-1, 2);

let lanewise: typeof import("../../bindings/index.js");

beforeEach(async () => {
  vi.resetModules();
  lanewise = await import("../../bindings/index.js");
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const bytes = readFileSync(new URL("../../build/lanewise.wasm", import.meta.url));
const kernels = () => new WebAssembly.Module(bytes);

/** For constructors, too. */
const fails = (error: Error) =>
  function fail(): never {
    throw error;
  };

describe("when", () => {
  test("not at import, once at the first call", () => {
    const constructions = countConstructions("Module");
    lanewise.relu(x);
    lanewise.softmax.grad(x, x);
    using workspace = new lanewise.Workspace({ bytes: 64 });
    expect(workspace.disposed).toBe(false);
    expect(constructions.Module.length).toBe(1);
  });

  test("at init, off the thread, and then no more", async () => {
    const constructions = countConstructions("Module");
    const compile = vi.spyOn(WebAssembly, "compile");
    await lanewise.init();
    await lanewise.init();
    lanewise.initSync();
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    expect(compile).toHaveBeenCalledTimes(1);
    expect(constructions.Module.length).toBe(0);
  });

  test("at initSync, on the thread", () => {
    const constructions = countConstructions("Module");
    lanewise.initSync();
    expect(constructions.Module.length).toBe(1);
    lanewise.relu(x);
    expect(constructions.Module.length).toBe(1);
  });

  test("with init under way, a call does not wait for it", async () => {
    const ready = lanewise.init();
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    await ready;
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
  });
});

describe("a module of the caller", () => {
  test.each(["init", "initSync", "a promise"])("%s", async (way) => {
    const module = kernels();
    const constructions = countConstructions("Module", "Instance");
    if (way === "initSync") lanewise.initSync(module);
    else await lanewise.init(way === "init" ? module : Promise.resolve(module));
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    expect(constructions.Module.length).toBe(0);
    expect(constructions.Instance.map(([given]) => given === module)).toEqual([true]);
  });

  test("is refused if it is another module", async () => {
    // The smallest module there is.
    const foreign = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    const message = /^init: "source" expected the kernels of this version of lanewise, got another module; compile .+$/;
    expect(() => lanewise.initSync(foreign)).toThrow(TypeError);
    expect(() => lanewise.initSync(foreign)).toThrow(message);
    await expect(lanewise.init(foreign)).rejects.toThrow(message);
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
  });

  test("is refused if it is none", async () => {
    const message =
      /^init: "source" expected a WebAssembly\.Module of this realm, got an? .+; compile lanewise\.wasm with WebAssembly\.compile$/;
    const ofAnotherRealm: unknown = runInNewContext("new WebAssembly.Module(bytes)", { bytes });
    for (const source of [new Uint8Array(8), {}, new ArrayBuffer(8), ofAnotherRealm]) {
      expect(() => lanewise.initSync(source as WebAssembly.Module)).toThrow(TypeError);
      expect(() => lanewise.initSync(source as WebAssembly.Module)).toThrow(message);
      await expect(lanewise.init(source as WebAssembly.Module)).rejects.toThrow(message);
    }
  });
});

describe("an engine that will not", () => {
  const ways: readonly (readonly [string, string, () => unknown])[] = [
    ["a call", "relu", () => lanewise.relu(x)],
    ["a row-wise call", "softmax.grad", () => lanewise.softmax.grad(x, x)],
    ["a Workspace", "Workspace", () => new lanewise.Workspace({ bytes: 64 })],
    ["initSync", "initSync", () => lanewise.initSync()],
    ["init", "init", () => lanewise.init()],
  ];

  const thrownBy = async (action: () => unknown): Promise<Error> => {
    try {
      await action();
    } catch (error) {
      return error as Error;
    }
    throw new Error("nothing was thrown");
  };

  function refuseToCompile(reason: string, valid: boolean): Error {
    const cause = new WebAssembly.CompileError(reason);
    vi.spyOn(WebAssembly, "Module").mockImplementation(fails(cause) as never);
    vi.spyOn(WebAssembly, "compile").mockRejectedValue(cause);
    vi.spyOn(WebAssembly, "validate").mockReturnValue(valid);
    return cause;
  }

  test.each(ways)("has no SIMD: %s", async (_, op, action) => {
    const cause = refuseToCompile("invalid value type 'Simd128'", false);
    const error = await thrownBy(action);
    expect(error.message).toBe(
      `${op}: "WebAssembly" expected an engine with WebAssembly SIMD, got one without; use Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later`,
    );
    expect(error.cause).toBe(cause);
  });

  test.each(ways)("is forbidden to by a content security policy: %s", async (_, op, action) => {
    const cause = refuseToCompile("blocked by CSP", true);
    const error = await thrownBy(action);
    expect(error.message).toBe(
      `${op}: "WebAssembly" expected leave to compile it, got "blocked by CSP"; allow 'wasm-unsafe-eval' in the page's Content-Security-Policy script-src`,
    );
    expect(error.cause).toBe(cause);
  });

  test.each(ways)("has no WebAssembly: %s", async (_, op, action) => {
    vi.stubGlobal("WebAssembly", undefined);
    const error = await thrownBy(action);
    expect(error.message).toBe(
      `${op}: "WebAssembly" expected an engine with WebAssembly SIMD, got none; update the engine`,
    );
  });

  test("writes nothing, and tries again at the next call", () => {
    refuseToCompile("blocked by CSP", true);
    const out = Float32Array.of(7, 7);
    expect(() => lanewise.relu(x, { out })).toThrow();
    expect(out).toEqual(Float32Array.of(7, 7));
    vi.restoreAllMocks();
    expect(lanewise.relu(x, { out })).toEqual(Float32Array.of(0, 2));
  });

  test("fails for another reason, which is passed on", () => {
    const cause = new RangeError("out of memory");
    vi.spyOn(WebAssembly, "Module").mockImplementation(fails(cause) as never);
    expect(() => lanewise.relu(x)).toThrow(cause);
  });
});
