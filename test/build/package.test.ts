import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { describe, expect, test } from "vitest";
import { exported } from "../support/functions.js";

/** The files that a user gets: dist/, as `npm run build` leaves it. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = `${root}dist/`;
const read = (file: string) => readFileSync(`${dist}${file}`, "utf8");

/** Chunks that several entries import. */
const SHARED = /^(\.\/)?chunk-\w+\.js$/;

/** Runs a module in an engine of its own and returns what it prints, as JSON. */
function run(source: string): unknown {
  const script = source.replaceAll("LANEWISE", new URL("../../dist/index.js", import.meta.url).href);
  const options = { input: script, encoding: "utf8" } as const;
  const output = execFileSync(process.execPath, ["--input-type=module", "-"], options);
  return JSON.parse(output);
}

describe("the bundle", () => {
  // The command line is a program of Node: test/cli-commands.test.ts.
  const scripts = readdirSync(dist).filter((file) => file.endsWith(".js") && file !== "cli.js");

  test("is the entries and what they share", () => {
    const entries = scripts.filter((file) => !SHARED.test(file));
    const names = ["exact", "formula", "half", "index", "pool-worker", "pool", "stream", "tfjs"];
    expect(entries.sort()).toEqual(names.map((name) => `${name}.js`));
  });

  test.each(scripts)("%s has no need of Node or of other packages", (file) => {
    const imports = [...read(file).matchAll(/(?:^(?:import|export)\b[^";]*|\bimport\(\s*)"([^"]+)"/gm)].map(
      ([, name]) => name,
    );
    expect(imports.filter((name) => name !== "./index.js" && !SHARED.test(name!))).toEqual([]);
    expect(read(file)).not.toMatch(/\brequire\(|\bprocess\.|^await\b/m);
  });

  test.each(scripts)("%s does not change Object, nor make a TextDecoder when imported", (file) => {
    expect(read(file)).not.toContain("Object.hasOwn =");
    expect(read(file)).not.toMatch(/^(var|let|const) \w+ = new TextDecoder/m);
  });

  test("exports what the source exports", () => {
    const names = run(`import * as lanewise from "LANEWISE"; console.log(JSON.stringify(Object.keys(lanewise)))`);
    expect(names).toEqual([...exported.keys(), "Workspace", "init", "initSync", "on"].sort());
  });

  test("has the functions once: a stream takes the functions of the main entry", () => {
    const result = run(`
      import { createRequire } from "node:module";
      import { softmax } from "LANEWISE";
      const { activationStream } = await import(createRequire("${root}package.json").resolve("lanewise/stream"));
      const { readable, writable } = activationStream(softmax, { shape: [2] });
      const writer = writable.getWriter();
      writer.write(Float32Array.of(1, 1, 0));
      writer.write(Float32Array.of(0));
      writer.close();
      const values = [];
      for await (const chunk of readable) values.push(...chunk);
      console.log(JSON.stringify(values));
    `);
    expect(result).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe("a pool", () => {
  test("knows the functions of the main entry", () => {
    const result = run(`
      import { createRequire } from "node:module";
      import { sigmoid } from "LANEWISE";
      const { createPool } = await import(createRequire("${root}package.json").resolve("lanewise/pool"));
      const pool = await createPool({ threads: 1, threshold: 0 });
      console.log(JSON.stringify([...(await pool.run(sigmoid, Float32Array.of(0, 100)))]));
    `);
    expect(result).toEqual([0.5, 1]);
  });
});

describe("importing it", () => {
  test("changes no global, compiles nothing and reserves no memory", () => {
    const seen = run(`
      const used = [];
      for (const name of ["Module", "Instance", "Memory"]) {
        const Class = WebAssembly[name];
        WebAssembly[name] = class extends Class { constructor(...all) { used.push(name); super(...all); } };
      }
      for (const name of ["compile", "instantiate", "validate"]) WebAssembly[name] = () => used.push(name);
      globalThis.TextDecoder = class { constructor() { used.push("TextDecoder"); } };
      delete Object.hasOwn;
      const globals = () => Object.getOwnPropertyNames(globalThis).flatMap((name) => {
        const value = Object.getOwnPropertyDescriptor(globalThis, name).value;
        const inner = typeof value === "function" || (typeof value === "object" && value && name === "WebAssembly");
        return [name, ...(inner ? Object.getOwnPropertyNames(value).map((key) => name + "." + key) : [])];
      });
      const before = globals();
      await import("LANEWISE");
      for (const entry of ["stream", "pool", "formula", "tfjs"]) await import("LANEWISE".replace("index", entry));
      console.log(JSON.stringify({ used, added: globals().filter((name) => !before.includes(name)) }));
    `);
    expect(seen).toEqual({ used: [], added: [] });
  });

  test("needs neither TextDecoder nor atob, which audio worklets lack, nor Object.hasOwn", () => {
    const result = run(`
      delete globalThis.TextDecoder;
      delete globalThis.atob;
      delete Object.hasOwn;
      const { relu, softmax } = await import("LANEWISE");
      const { activation } = await import("LANEWISE".replace("index", "formula"));
      const exact = await import("LANEWISE".replace("index", "exact"));
      const x = Float32Array.of(-1, 2);
      const square = activation("pow(x, 2) + 0 * leakyRelu(x, { negativeSlope: 0.5 })", { functions: { relu } });
      const all = [relu(x), softmax(Float64Array.of(0, 0)), square(x), exact.relu(x)];
      console.log(JSON.stringify(all.map((y) => [...y])));
    `);
    expect(result).toEqual([
      [0, 2],
      [0.5, 0.5],
      [1, 4],
      [0, 2],
    ]);
  });
});

describe("package.json", () => {
  const { exports, types, dependencies, sideEffects } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
    exports: Record<string, string | Record<string, string>>;
    types: string;
    dependencies?: object;
    sideEffects: readonly string[];
  };

  test("points at files that are there", () => {
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    for (const target of [...targets, types]) expect(existsSync(`${root}${target}`), target).toBe(true);
  });

  test("brings nothing along and promises to do nothing by itself", () => {
    expect(dependencies ?? {}).toEqual({});
    // These entries put the kernels that they import in place at once.
    expect(sideEffects).toEqual(["./dist/edge/*.js"]);
  });

  test("has the licences of what is bundled", () => {
    const licences = readFileSync(`${dist}LICENSES.txt`, "utf8");
    expect(licences).toMatch(/^@assemblyscript\/loader\n.*Apache License.*^cli-progress\n.*MIT License/ms);
  });

  test("the kernels by their own name are those that `init` takes", () => {
    const result = run(`
      import { readFileSync } from "node:fs";
      import { createRequire } from "node:module";
      import { init, tanh } from "LANEWISE";
      const path = createRequire("${root}package.json").resolve("lanewise/lanewise.wasm");
      await init(WebAssembly.compile(readFileSync(path)));
      console.log(JSON.stringify([...tanh(Float64Array.of(0, 100))]));
    `);
    expect(result).toEqual([0, 1]);
  });

  // The unbundled loader goes by class: scripts/build/loader.mjs.
  test("a module of another realm is one", () => {
    const result = run(`
      import { readFileSync } from "node:fs";
      import { runInNewContext } from "node:vm";
      import { initSync, tanh } from "LANEWISE";
      const bytes = readFileSync("${dist}lanewise.wasm");
      initSync(runInNewContext("new WebAssembly.Module(bytes)", { bytes }));
      WebAssembly.Module = class { constructor() { throw new Error("compiled"); } };
      console.log(JSON.stringify([...tanh(Float64Array.of(0, 100))]));
    `);
    expect(result).toEqual([0, 1]);
  });

  test.each(["exact", "formula"])("lanewise/core/%s takes the kernels from its own file", (name) => {
    const result = run(`
      import { createRequire } from "node:module";
      import { readFileSync } from "node:fs";
      const { resolve } = createRequire("${root}package.json");
      const core = await import(resolve("lanewise/core"));
      const { createPool } = await import(resolve("lanewise/core/pool"));
      const entry = await import(resolve("lanewise/core/${name}"));
      const f = entry.activation?.("2 * tanh(x) + 1") ?? entry.tanh;
      const x = Float32Array.of(0, 100);
      core.initSync(new WebAssembly.Module(readFileSync(resolve("lanewise/lanewise.wasm"))));
      const results = [];
      try { f(x); } catch (error) { results.push(error.message); }
      entry.initSync(new WebAssembly.Module(readFileSync(resolve("lanewise/${name}.wasm"))));
      const pool = await createPool({ threads: 1, threshold: 0 });
      results.push([...f(x)], [...(await pool.run(f, x))]);
      await pool.close();
      console.log(JSON.stringify(results));
    `);
    const values = name === "exact" ? [0, 1] : [1, 3];
    const remedy = `call await init(WebAssembly.compileStreaming(fetch(url))) of lanewise/core/${name} first`;
    const op = name === "exact" ? "tanh" : "formula";
    expect(result).toEqual([`${op}: "kernels" expected ${name}.wasm, got no module; ${remedy}`, values, values]);
  });

  test.each(["workerd", "edge-light"])("under the condition %s, each entry imports its kernels", async (condition) => {
    const program = `
      import { sigmoid } from "lanewise";
      import { sigmoid as exactly } from "lanewise/exact";
      import { activation } from "lanewise/formula";
      const x = Float32Array.of(0);
      console.log(JSON.stringify([sigmoid, exactly, activation("sigmoid(x) + 1")].map((f) => f(x)[0])));
    `;
    const wasm: Plugin = {
      name: "wasm",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({
          path: basename(path, "?module"),
          namespace: "wasm",
        }));
        onLoad({ filter: /./, namespace: "wasm" }, ({ path }) => ({
          contents: `export default globalThis.compiled[${JSON.stringify(path)}];`,
        }));
      },
    };
    const { outputFiles } = await build({
      stdin: { contents: program, resolveDir: root },
      bundle: true,
      format: "esm",
      conditions: [condition],
      write: false,
      plugins: [wasm],
      logLevel: "error",
    });
    const prelude = `
      import { readFileSync as contentsOf } from "node:fs";
      {
        const files = ["lanewise.wasm", "exact.wasm", "formula.wasm"];
        const entries = files.map((file) => [file, new WebAssembly.Module(contentsOf("${dist}" + file))]);
        globalThis.compiled = Object.fromEntries(entries);
        const none = { construct() { throw new WebAssembly.CompileError("disallowed by embedder"); } };
        WebAssembly.Module = new Proxy(WebAssembly.Module, none);
      }
    `;
    expect(run(`${prelude}${outputFiles[0]!.text}`)).toEqual([0.5, 0.5, 1.5]);
  });

  test("lanewise/core says what it lacks, and refuses shared memory for threads", () => {
    const result = run(`
      import { createRequire } from "node:module";
      const { resolve } = createRequire("${root}package.json");
      const { initSync, sigmoid } = await import(resolve("lanewise/core"));
      const { createPool } = await import(resolve("lanewise/core/pool"));
      const messages = [];
      try { sigmoid(new Float32Array(1)); } catch (error) { messages.push(error.message); }
      initSync(new WebAssembly.Module((await import("node:fs")).readFileSync("${dist}lanewise.wasm")));
      await createPool({ mode: "shared" }).catch((error) => messages.push(error.message));
      const pool = await createPool({ threads: 1, threshold: 0 });
      messages.push(pool.mode, [...(await pool.run(sigmoid, new Float32Array(1)))]);
      console.log(JSON.stringify(messages));
    `);
    expect(result).toEqual([
      'sigmoid: "kernels" expected lanewise.wasm, got no module; call await init(WebAssembly.compileStreaming(fetch(url))) first',
      'createPool: "mode" expected "copy", since lanewise/core has no kernels, got "shared"; import "lanewise/pool"',
      "copy",
      [0.5],
    ]);
  });
});
