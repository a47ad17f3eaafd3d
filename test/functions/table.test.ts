import { readFileSync } from "node:fs";
import { afterAll, expect, test, vi } from "vitest";
import { KERNELS } from "../../bindings/formula/kernels.js";
import { Workspace } from "../../bindings/index.js";
import { exportNumbered } from "../../bindings/wasm/registry.js";
import { allCalls } from "../support/all-calls.js";
import { mixed } from "../support/arrays.js";
import { TYPES } from "../support/call.js";
import { elementwise, randoms, rowwise, slopes, splits } from "../support/functions.js";

/** The table and the kernels have each other's names. */

const requested = vi.hoisted(() => new Set<string>());

vi.mock("../../bindings/wasm/loader.js", async (importOriginal) => {
  const loader = await importOriginal<typeof import("../../bindings/wasm/loader.js")>();
  const instantiate: typeof loader.instantiate = (module, memory) =>
    new Proxy(loader.instantiate(module, memory), {
      get(kernels, name: string) {
        requested.add(name);
        return kernels[name];
      },
    });
  return { ...loader, instantiate };
});

const workspace = new Workspace({ bytes: 65_536 });
afterAll(() => workspace.dispose());

const exportsOf = (module: string) => {
  const binary = readFileSync(new URL(`../../build/${module}.wasm`, import.meta.url));
  return WebAssembly.Module.exports(new WebAssembly.Module(binary)).map(({ name }) => name);
};
// Conversions of halves run only where the engine has Float16Array.
const exported = exportsOf("lanewise").filter((name) => !/_half_/.test(name));

const used = (run: (type: (typeof TYPES)[number]) => void) => {
  requested.clear();
  for (const type of TYPES) run(type);
  return [...requested].sort();
};

test("every kernel is used, and every kernel used is there: staged", () => {
  const names = used((type) => {
    for (const call of allCalls()) call.run(call.lengths(5).operands.map((length) => mixed(type, length)));
  });
  expect(names).toEqual(exported.sort());
});

test("formulas use every kernel of their module, and every kernel that they use is there", () => {
  // exp is a function of the table.
  const { exp: _, ...ofFormulas } = KERNELS;
  const names = Object.values(ofFormulas).flatMap((exports) => TYPES.map((type) => exportNumbered(exports[type]).name));
  expect(names.sort()).toEqual(exportsOf("formula").sort());
});

test("the same in a Workspace", () => {
  const make = { f32: (n: number) => workspace.float32(n), f64: (n: number) => workspace.float64(n) };
  const names = used((type) => {
    for (const call of allCalls()) {
      const { operands, out } = call.lengths(5);
      const arrays = [...operands, out].map((length) => make[type](length));
      call.run(arrays.slice(0, -1), { out: arrays.at(-1)! });
      for (const array of arrays) workspace.free(array);
    }
  });
  expect(names).toEqual(exported.sort());
});

test("entries are complete, frozen and say what their documentation needs", () => {
  for (const f of elementwise) {
    const { spec } = f;
    expect(Object.isFrozen(f)).toBe(true);
    expect(Object.isFrozen(spec)).toBe(true);
    expect(Object.isFrozen(spec.parameters)).toBe(true);
    for (const text of [spec.formula, spec.derivative, spec.source]) expect(text).toMatch(/\S/);
    for (const { description, default: preset, range } of Object.values(spec.parameters)) {
      expect(description).toMatch(/\S/);
      if (preset !== undefined) expect(range.holds(preset)).toBe(true);
    }
    for (const type of TYPES) {
      expect(spec.errorBounds[type].value).toBeGreaterThanOrEqual(0);
      expect(spec.errorBounds[type].derivative).toBeGreaterThanOrEqual(0);
    }
    expect(() => Object.assign(spec, { name: "other" })).toThrow(TypeError);
  }
});

test("the specs of shaped functions are complete, too", () => {
  const shaped = [...rowwise, ...slopes, ...splits, ...randoms];
  expect(shaped.length).toBeGreaterThan(0);
  for (const f of shaped) {
    const { spec } = f;
    expect(Object.isFrozen(f)).toBe(true);
    expect(Object.isFrozen(spec)).toBe(true);
    for (const text of [spec.formula, spec.gradient, spec.source]) expect(text).toMatch(/\S/);
    for (const { description, default: preset, range } of Object.values(spec.parameters ?? {})) {
      expect(description).toMatch(/\S/);
      if (preset !== undefined) expect(range.holds(preset)).toBe(true);
    }
    for (const type of TYPES) expect(spec.errorBounds[type]).toBeGreaterThanOrEqual(0);
    for (const type of TYPES) expect(spec.errorBounds.gradient[type]).toBeGreaterThanOrEqual(0);
  }
});
