import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { countConstructions } from "../support/webassembly.js";

/** Modules of kernels that the caller gives: each entry takes its own. */

const NAMES = ["lanewise", "exact", "formula"] as const;
type Name = (typeof NAMES)[number];

const x = Float32Array.of(-1, 2);
const moduleOf = (name: Name) =>
  new WebAssembly.Module(readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url)));

let lanewise: typeof import("../../bindings/index.js");
let exact: typeof import("../../bindings/exact.js");
let formula: typeof import("../../bindings/formula.js");

beforeEach(async () => {
  vi.resetModules();
  lanewise = await import("../../bindings/index.js");
  exact = await import("../../bindings/exact.js");
  formula = await import("../../bindings/formula.js");
});

const entries = () => ({ lanewise, exact, formula });
const calls: Readonly<Record<Name, () => ArrayLike<number>>> = {
  lanewise: () => lanewise.tanh(x),
  exact: () => exact.tanh(x),
  formula: () => formula.activation("x + 1")(x),
};

describe.each(NAMES)("%s", (name) => {
  test("computes with the module that it was given, and compiles nothing", async () => {
    const want = [...Array.from(calls[name]())];
    vi.resetModules();
    lanewise = await import("../../bindings/index.js");
    exact = await import("../../bindings/exact.js");
    formula = await import("../../bindings/formula.js");
    const module = moduleOf(name);
    const constructions = countConstructions("Module", "Instance");
    entries()[name].initSync(module);
    expect(Array.from(calls[name]())).toEqual(want);
    expect(constructions.Module).toEqual([]);
    expect(constructions.Instance.map(([given]) => given === module)).toEqual([true]);
    vi.restoreAllMocks();
  });

  test("serves no other entry", () => {
    entries()[name].initSync(moduleOf(name));
    const constructions = countConstructions("Module");
    for (const other of NAMES) if (other !== name) calls[other]();
    expect(constructions.Module.length).toBe(2);
    vi.restoreAllMocks();
  });

  test.each(NAMES.filter((other) => other !== name))("refuses the module of %s", async (other) => {
    const message = `init: "source" expected the kernels of this version of lanewise, got another module; compile "lanewise/${name}.wasm"`;
    expect(() => entries()[name].initSync(moduleOf(other))).toThrow(message);
    await expect(entries()[name].init(moduleOf(other))).rejects.toThrow(message);
  });
});

test("init without a module compiles the kernels of all entries", async () => {
  await formula.init();
  const constructions = countConstructions("Module");
  for (const call of Object.values(calls)) call();
  expect(constructions.Module).toEqual([]);
  vi.restoreAllMocks();
});
