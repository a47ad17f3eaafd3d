import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Family } from "../../bindings/wasm/registry.js";
import { countConstructions } from "../support/webassembly.js";

/** Compiling the kernels: when, from what, and what an engine may have against it. */

const x = Float32Array.of(-1, 2);

let lanewise: typeof import("../../bindings/index.js");
let families: ReadonlySet<Family>;

beforeEach(async () => {
  vi.resetModules();
  lanewise = await import("../../bindings/index.js");
  families = (await import("../../bindings/wasm/registry.js")).families();
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
  test("not at import, but at the first call of a function: its own kernels", () => {
    const constructions = countConstructions("Module");
    lanewise.relu(x);
    lanewise.relu.grad(x, x);
    expect(constructions.Module.length).toBe(1);
    lanewise.tanh(x);
    lanewise.relu(x);
    expect(constructions.Module.length).toBe(2);
    const bytes = constructions.Module.map(([given]) => (given as Uint8Array).length);
    expect(Math.max(...bytes)).toBeLessThan(16_384);
  });

  test("once for all memories, and not for a Workspace that no call uses", () => {
    const constructions = countConstructions("Module", "Instance");
    using workspace = new lanewise.Workspace({ bytes: 64 });
    const inside = workspace.float32(1);
    expect(constructions.Module.length).toBe(0);
    lanewise.relu(inside, { out: inside });
    lanewise.relu(x);
    lanewise.relu(inside, { out: inside });
    expect(constructions.Module.length).toBe(1);
    expect(constructions.Instance.length).toBe(2);
  });

  test("at init, off the thread, and then no more", async () => {
    const constructions = countConstructions("Module");
    const compile = vi.spyOn(WebAssembly, "compile");
    await lanewise.init();
    expect(compile).toHaveBeenCalledTimes(families.size);
    await lanewise.init();
    lanewise.initSync();
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    expect(compile).toHaveBeenCalledTimes(families.size);
    expect(constructions.Module.length).toBe(0);
  });

  test("at initSync, on the thread", () => {
    const constructions = countConstructions("Module");
    lanewise.initSync();
    expect(constructions.Module.length).toBe(families.size);
    lanewise.relu(x);
    expect(constructions.Module.length).toBe(families.size);
  });

  test("with init under way, a call does not wait for it, and its kernels stay", async () => {
    const constructions = countConstructions("Instance");
    const ready = lanewise.init();
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    await ready;
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    using workspace = new lanewise.Workspace({ bytes: 64 });
    const inside = workspace.float32(1);
    lanewise.relu(inside, { out: inside });
    const modules = constructions.Instance.map(([module]) => module);
    expect(modules).toHaveLength(2);
    expect(modules[1]).toBe(modules[0]);
  });
});

describe("a module of the caller", () => {
  test.each(["init", "initSync", "a promise"])("%s", async (way) => {
    const module = kernels();
    const constructions = countConstructions("Module", "Instance");
    const instantiate = vi.spyOn(WebAssembly, "instantiate");
    if (way === "initSync") lanewise.initSync(module);
    else await lanewise.init(way === "init" ? module : Promise.resolve(module));
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    expect(constructions.Module.length).toBe(0);
    const used = way === "initSync" ? constructions.Instance : instantiate.mock.calls;
    expect(used.map(([given]) => (given as unknown) === module)).toEqual([true]);
  });

  test.each(["init", "initSync"])("does not replace kernels that are compiled already: %s", async (way) => {
    const first = kernels();
    const second = kernels();
    lanewise.initSync(first);
    const constructions = countConstructions("Instance");
    const instantiate = vi.spyOn(WebAssembly, "instantiate");
    if (way === "initSync") lanewise.initSync(second);
    else await lanewise.init(second);
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
    using workspace = new lanewise.Workspace({ bytes: 64 });
    const inside = workspace.float32(1);
    lanewise.tanh(inside, { out: inside });
    const used = [...instantiate.mock.calls, ...constructions.Instance];
    expect(used.map(([given]) => (given as unknown) === first)).toEqual([true, true]);
  });

  test("is refused if it lacks a kernel, as an older version does", () => {
    const older = Buffer.from(bytes);
    const name = Buffer.from("softmax_f32");
    for (let at = older.indexOf(name); at >= 0; at = older.indexOf(name, at + 1)) older[at] = "z".charCodeAt(0);
    expect(() => lanewise.initSync(new WebAssembly.Module(older))).toThrow(
      'init: "source" expected the kernels of this version of lanewise, got another module; compile "lanewise/lanewise.wasm"',
    );
    expect(lanewise.softmax(x).length).toBe(2);
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
      /^init: "source" expected a WebAssembly\.Module, got an? .+; compile lanewise\.wasm with WebAssembly\.compile$/;
    const lookalike: unknown = Object.create(WebAssembly.Module.prototype);
    for (const source of [new Uint8Array(8), {}, new ArrayBuffer(8), lookalike]) {
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
    ["a call in a Workspace", "relu", () => callInside()],
    ["initSync", "initSync", () => lanewise.initSync()],
    ["init", "init", () => lanewise.init()],
  ];

  function callInside() {
    using workspace = new lanewise.Workspace({ bytes: 64 });
    const inside = workspace.float32(1);
    return lanewise.relu(inside, { out: inside });
  }

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

  test.each(ways)("is forbidden to by a page's content security policy: %s", async (_, op, action) => {
    vi.stubGlobal("document", {});
    const cause = refuseToCompile("blocked by CSP", true);
    const error = await thrownBy(action);
    expect(error.message).toBe(
      `${op}: "WebAssembly" expected permission to compile it, got "blocked by CSP"; allow 'wasm-unsafe-eval' in the page's Content-Security-Policy script-src`,
    );
    expect(error.cause).toBe(cause);
  });

  test.each(ways)("lets nobody compile at run time, as Cloudflare Workers: %s", async (_, op, action) => {
    const cause = refuseToCompile("Wasm code generation disallowed by embedder", true);
    const error = await thrownBy(action);
    expect(error.message).toBe(
      `${op}: "WebAssembly" expected permission to compile it, got "Wasm code generation disallowed by embedder"; import "lanewise/lanewise.wasm" as a module and pass it to initSync before the first call, as on Cloudflare Workers`,
    );
    expect(error.cause).toBe(cause);
    vi.restoreAllMocks();
    lanewise.initSync(kernels());
    expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
  });

  test("tells an engine without SIMD by a module that only SIMD makes valid", async () => {
    const given: unknown[] = [];
    refuseToCompile("no", true);
    vi.spyOn(WebAssembly, "validate").mockImplementation((module) => given.push(module) > 0);
    await thrownBy(() => lanewise.relu(x));
    vi.restoreAllMocks();
    expect(given.length).toBe(1);
    const module = given[0] as Uint8Array<ArrayBuffer>;
    expect(WebAssembly.validate(module)).toBe(true);
    // The prefix of vector instructions: without it nothing else is wrong.
    expect(module.indexOf(0xfd)).toBe(23);
    expect(WebAssembly.validate(module.slice(0, -1))).toBe(false);
  });

  test("has no main thread that compiles so much, or instantiates it in a Workspace, as Chrome before 115", async () => {
    const late = (what: string) =>
      new RangeError(`WebAssembly.${what} is disallowed on the main thread, if the buffer size is larger than 4KB.`);
    const remedy = "await init() first; use Workspaces in a Web Worker";
    for (const [name, what, actions] of [
      ["Module", "Compile", [() => lanewise.relu(x), callInside]],
      ["Instance", "Instance", [callInside]],
    ] as const) {
      const cause = late(what);
      vi.spyOn(WebAssembly, name).mockImplementation(fails(cause) as never);
      for (const action of actions) {
        const error = await thrownBy(action);
        expect(error.message).toBe(
          `relu: "WebAssembly" expected a thread that may compile it synchronously, got "${cause.message}"; ${remedy}`,
        );
        expect(error.cause).toBe(cause);
      }
      if (name === "Instance") expect(lanewise.relu(x)).toEqual(Float32Array.of(0, 2));
      vi.restoreAllMocks();
      await lanewise.init();
    }
  });

  test("has no memory: a call says so, writes nothing, and works when there is some", () => {
    const cause = new RangeError("WebAssembly.Memory(): could not allocate memory");
    vi.spyOn(WebAssembly, "Memory").mockImplementation(fails(cause) as never);
    const out = Float32Array.of(7, 7);
    const action = () => lanewise.relu(x, { out });
    expect(action).toThrow(RangeError);
    expect(action).toThrow(
      /^relu: "WebAssembly" expected memory that the engine can reserve, \d+ bytes, got "WebAssembly\.Memory\(\): could not allocate memory"; dispose Workspaces that are no longer needed; where addresses are limited, as by ulimit -v, run Node with --disable-wasm-trap-handler$/,
    );
    expect(action).toThrow(expect.objectContaining({ cause }));
    expect(out).toEqual(Float32Array.of(7, 7));
    vi.restoreAllMocks();
    expect(lanewise.relu(x, { out })).toEqual(Float32Array.of(0, 2));
  });

  test("has no WebAssembly: a Workspace", () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(() => new lanewise.Workspace({ bytes: 64 })).toThrow(
      'Workspace: "WebAssembly" expected an engine with WebAssembly SIMD, got none; update the engine',
    );
  });

  test.each(ways.filter(([way]) => way !== "a call in a Workspace"))(
    "has no WebAssembly: %s",
    async (_, op, action) => {
      vi.stubGlobal("WebAssembly", undefined);
      const error = await thrownBy(action);
      expect(error.message).toBe(
        `${op}: "WebAssembly" expected an engine with WebAssembly SIMD, got none; update the engine`,
      );
    },
  );

  test("writes nothing, and tries again at the next call", () => {
    refuseToCompile("blocked by CSP", true);
    const out = Float32Array.of(7, 7);
    expect(() => lanewise.relu(x, { out })).toThrow();
    expect(out).toEqual(Float32Array.of(7, 7));
    vi.restoreAllMocks();
    expect(lanewise.relu(x, { out })).toEqual(Float32Array.of(0, 2));
  });

  test("has no memory to compile", () => {
    const cause = new RangeError("out of memory");
    vi.spyOn(WebAssembly, "Module").mockImplementation(fails(cause) as never);
    const action = () => lanewise.relu(x);
    expect(action).toThrow(
      'relu: "WebAssembly" expected memory to compile the kernels, got "out of memory"; free memory, or raise the limit of the process',
    );
    expect(action).toThrow(expect.objectContaining({ cause }));
  });

  test("fails for a reason that is not known, which is passed on", () => {
    const cause = new Error("another");
    vi.spyOn(WebAssembly, "Module").mockImplementation(fails(cause) as never);
    expect(() => lanewise.relu(x)).toThrow(cause);
  });
});
