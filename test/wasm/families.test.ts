import { readFileSync } from "node:fs";
import binaryen from "binaryen";
import { describe, expect, test } from "vitest";
import { decode } from "../../bindings/wasm/decode.js";
import * as mainKernels from "../../bindings/wasm/families/index.js";
import * as formulaKernels from "../../bindings/wasm/formula-families/index.js";
import type { KernelStem } from "../../bindings/wasm/registry.js";
import { encode } from "../../scripts/build/encoding.js";
import { computes, loopsOf, slowIn } from "../support/loops.js";

/** The families that the kernels come apart into, and the text that they are embedded as. */

const exportsOf = (code: string) => WebAssembly.Module.exports(new WebAssembly.Module(decode(code)));

/** lanewise/exact has a test of its own. */
const modules = [
  { name: "lanewise", kernels: mainKernels as Readonly<Record<string, KernelStem>> },
  { name: "formula", kernels: formulaKernels as Readonly<Record<string, KernelStem>> },
];

describe.each(modules)("the families of $name.wasm", ({ name: moduleName, kernels }) => {
  const file = new URL(`../../build/${moduleName}.wasm`, import.meta.url);
  const whole = new WebAssembly.Module(readFileSync(file));
  const families = [...new Set(Object.values(kernels).map(({ family }) => family))];

  test("have each kernel of the whole module once", () => {
    const names = families.flatMap(({ code }) => exportsOf(code).map(({ name }) => name));
    expect(names.sort()).toEqual(
      WebAssembly.Module.exports(whole)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test("have names of their own, and the name of the module unless it is the main one", () => {
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    const expected = moduleName === "lanewise" ? undefined : moduleName;
    expect(families.filter(({ module }) => module !== expected)).toEqual([]);
    expect(families.every(({ name }) => name.startsWith("formula/") === (expected !== undefined))).toBe(true);
  });

  test.each(Object.entries(kernels))("the family of %s exports it", (stem, kernel) => {
    expect(kernel.stem).toBe(stem);
    const names = exportsOf(kernel.family.code).map(({ name }) => name);
    const types = kernel.family.name === "from_half" ? ["f32"] : ["f32", "f64"];
    expect(names).toEqual(expect.arrayContaining(types.map((type) => `${stem}_${type}`)));
  });

  test.each(families.map(({ name, code }) => [name, code]))("%s is as stateless and fast as the whole", (_, code) => {
    const bytes = decode(code);
    const module = new WebAssembly.Module(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    expect(WebAssembly.Module.exports(module).filter(({ kind }) => kind !== "function")).toEqual([]);
    const loops = loopsOf(binaryen.readBinary(bytes).emitStackIR()).filter(computes);
    expect(loops.length).toBeGreaterThan(0);
    expect(loops.flatMap(slowIn)).toEqual([]);
  });
});

describe("the text", () => {
  const bytes = Uint8Array.from({ length: 1024 }, (_, i) => (i % 2 === 0 ? i >> 1 : (i * 167) >> 3));

  test("gives back every byte", () => {
    expect(new Set(bytes).size).toBe(256);
    expect(decode(encode(bytes))).toEqual(bytes);
    expect(decode(encode(new Uint8Array(0)))).toEqual(new Uint8Array(0));
  });

  test("is ASCII that a string in double quotes need not escape", () => {
    expect(encode(bytes)).toMatch(/^[#-~]+$/);
    expect(encode(bytes)).not.toContain("\\");
  });
});
