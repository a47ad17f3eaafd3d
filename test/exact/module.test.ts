import { readFileSync } from "node:fs";
import binaryen from "binaryen";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { sigmoid } from "../../bindings/exact.js";
import * as lanewise from "../../bindings/index.js";
import { decode } from "../../bindings/wasm/decode.js";
import * as kernels from "../../bindings/wasm/exact-families/index.js";
import { computes, loopsOf, slowIn } from "../support/loops.js";

/** The module of lanewise/exact, which is apart from the main one. */

const whole = new WebAssembly.Module(readFileSync("build/exact.wasm"));
const families = [...new Set(Object.values(kernels).map(({ family }) => family))];
const exportsOf = (module: WebAssembly.Module) => WebAssembly.Module.exports(module).map(({ name }) => name);
const bundled = async (contents: string): Promise<string> => {
  const options = { stdin: { contents, resolveDir: "dist" }, bundle: true, format: "esm", write: false } as const;
  return (await build(options)).outputFiles[0]!.text;
};

test("its families have each kernel once, for f32, and names that the main module's have not", () => {
  const names = families.flatMap(({ code }) => exportsOf(new WebAssembly.Module(decode(code))));
  expect(names.sort()).toEqual(exportsOf(whole).sort());
  expect(names.every((name) => name.endsWith("_f32"))).toBe(true);
  expect(families.every(({ name, module }) => module === "exact" && name.startsWith("exact/"))).toBe(true);
});

describe.each(families.map(({ name, code }) => [name, decode(code)] as const))("%s", (_, bytes) => {
  test("is stateless, and its loops have no constants, calls or globals", () => {
    const module = new WebAssembly.Module(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    const loops = loopsOf(binaryen.readBinary(bytes).emitStackIR()).filter(computes);
    expect(loops.length).toBeGreaterThan(0);
    expect(loops.flatMap(slowIn)).toEqual([]);
  });
});

test("no kernel of it is in the main entry", async () => {
  expect(await bundled('export * from "./index.js"')).not.toContain("exact/");
});

test("a program of one function has its kernels, and of the others none", async () => {
  const found = Array.from((await bundled('export { sigmoid } from "./exact.js"')).matchAll(/\bname: "exact\/(\w+)"/g));
  expect(found.map(([, name]) => name)).toEqual(["sigmoid"]);
});

test("a module that initSync of the main entry took serves the main entry alone", async () => {
  lanewise.initSync(new WebAssembly.Module(readFileSync("build/lanewise.wasm")));
  await lanewise.init();
  expect([...sigmoid(Float32Array.of(-0.001117885229177773))]).toEqual([0.4997205436229706]);
});
