import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MODULES } from "../../scripts/build/modules.js";
import { computes, loopsOf, slowIn } from "../support/loops.js";

/** The output of the build: the modules of kernels, and their text. */

const at = (path: string) => new URL(`../../${path}`, import.meta.url);

const modules = MODULES.map(({ name, entry, types }) => {
  const binary = readFileSync(at(`build/${name}.wasm`));
  const text = readFileSync(at(`build/${name}.wat`), "utf8");
  const module = new WebAssembly.Module(binary);
  return { name, entry, types, binary, text, module, kernels: WebAssembly.Module.exports(module) };
});
const [{ module: main }] = modules as [(typeof modules)[number]];

/** The ids of a module's sections. */
function sectionsOf(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let i = 8; i < bytes.length; ) {
    ids.push(bytes[i++]!);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size += (bytes[i]! & 0x7f) * 2 ** shift;
      more = bytes[i++]! >= 0x80;
    }
    i += size;
  }
  return ids;
}

describe.each(modules)("$name.wasm keeps no state", ({ entry, binary, text, module, kernels }) => {
  test("it imports a memory and nothing else", () => {
    expect(WebAssembly.Module.imports(module)).toMatchObject([{ module: "env", name: "memory", kind: "memory" }]);
  });

  test("it exports functions only", () => {
    expect(kernels.filter(({ kind }) => kind !== "function")).toEqual([]);
    expect(kernels.length).toBeGreaterThan(0);
  });

  test("it has no tables, memories, elements or data of its own", () => {
    const [TABLE, MEMORY, ELEMENT, DATA, DATA_COUNT] = [4, 5, 9, 11, 12];
    const sections = sectionsOf(binary);
    for (const id of [TABLE, MEMORY, ELEMENT, DATA, DATA_COUNT]) expect(sections).not.toContain(id);
  });

  test("no function writes a global but those that make the constants when a module starts", () => {
    const functions = text.split(/\n(?= \()/).filter((part) => part.startsWith(" (func"));
    const writers = functions.filter((part) => /\bglobal\.set\b/.test(part));
    const names = writers.map((part) => /\$[^\s]+/.exec(part)![0]);
    expect(names).toContain(`$start:build/${entry}`);
    expect(names.filter((name) => !name.startsWith("$start:"))).toEqual([]);
  });

  test("instantiating it changes no byte of the memory", () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const bytes = new Uint8Array(memory.buffer).fill(0xa5);
    new WebAssembly.Instance(module, { env: { memory } });
    expect(bytes.every((byte) => byte === 0xa5)).toBe(true);
  });
});

test("a module runs over any memory of the caller", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(main, { env: { memory } });
  const array = new Float32Array(memory.buffer, 4, 3);
  array.set([-1, 0.5, 2]);
  (exports.relu_f32 as (...numbers: number[]) => void)(4, 4, 3, 0, 0, 0);
  expect([...array]).toEqual([0, 0.5, 2]);
});

test.each(modules)("text, binary and what is published of $name.wasm are of one build", (built) => {
  const { name, text, binary, kernels } = built;
  const named = [...text.matchAll(/^ \(export "([^"]+)"/gm)].map(([, kernel]) => kernel);
  expect(named).toEqual(kernels.map((kernel) => kernel.name));
  expect(readFileSync(at(`dist/${name}.wasm`)).equals(binary)).toBe(true);
});

// Halves are converted to f32 and back.
const SINGLE = ["from_half", "to_half"];

test.each(modules)("every kernel of $name.wasm has all element types of the module", ({ types, kernels }) => {
  const stems = new Set(kernels.map(({ name }) => name.replace(/_f(32|64)$/, "")));
  const typesOf = (stem: string) => (SINGLE.includes(stem) ? (["f32"] as const) : types);
  const expected = [...stems].flatMap((stem) => typesOf(stem).map((type) => `${stem}_${type}`));
  expect(kernels.map(({ name }) => name).sort()).toEqual(expected.sort());
});

test("kernels of formulas have names that no other module has", () => {
  const [names, , others] = modules.map(({ kernels }) => kernels.map(({ name }) => name));
  expect(others!.filter((name) => names!.includes(name))).toEqual([]);
});

describe.each(modules)("no loop of $name.wasm that computes makes its constants again, or calls", (built) => {
  const { text, kernels } = built;
  const loops = loopsOf(text).filter(computes);

  test("in the kernels", () => {
    expect(loops.length).toBeGreaterThanOrEqual(kernels.length);
    expect(loops.flatMap(slowIn)).toEqual([]);
  });

  test.each([
    ["a call", "call $assembly/math/exp/Exp.of"],
    ["an indirect call", "call_indirect (type $0)"],
    ["a global", "global.get $assembly/simd/lanes/ONE_32"],
    ["a constant", "v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000"],
  ])("the test sees %s in any of them", (_, instruction) => {
    const lines = text.split("\n");
    for (const { line } of [loops[0]!, loops[loops.length >> 1]!, loops.at(-1)!]) {
      const indent = /^ */.exec(lines[line]!)![0];
      const doctored = [...lines.slice(0, line), indent + instruction, ...lines.slice(line)].join("\n");
      const found = loopsOf(doctored).filter(computes).flatMap(slowIn);
      expect(found).toEqual([expect.stringContaining(instruction)]);
    }
  });
});

test("zero is no constant: engines make it of nothing", () => {
  const zero = "v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000";
  const [loop] = loopsOf(`(func $f\n loop\n  f32x4.add\n  ${zero}\n end\n)`);
  expect(computes(loop!)).toBe(true);
  expect(slowIn(loop!)).toEqual([]);
});
