import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { entryOf } from "../../scripts/build/kernel-entry.js";
import { MODULES } from "../../scripts/build/modules.js";

/** The entry (scripts/build/kernel-entry.ts) for kernels made up here, with the loops of the package. */

let folder = "";

beforeEach(() => {
  mkdirSync("build", { recursive: true });
  folder = mkdtempSync("build/kernels-test-");
  for (const file of ["map", "rows", "total", "widened"])
    put(`loops/${file}.ts`, readFileSync(`assembly/loops/${file}.ts`, "utf8"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
  writeFileSync(`${folder}/${file}`, text);
}

/** The exports for one kernel file, without what follows the name and the first parameters. */
function exportsOf(text: string): string[] {
  put("kernels/ramp.ts", text);
  const lines = entryOf(folder).split("\n");
  return lines.filter((line) => line.startsWith("export"));
}

const F = "@inline f(x: v128, a: v128, b: v128, c: v128): v128 { return x; }";
const GRAD = "@inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 { return dy; }";
const FROM_OUTPUT = "@inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 { return dy; }";
const RAMP = `@kernel("ramp") @final export class Ramp<T> implements Forward { ${F} }`;

describe("a class with @kernel", () => {
  test("has an export for each interface and element type", () => {
    const text = `@kernel("ramp") @final export class Ramp<T> implements Forward, Backward, FromOutput {
      ${F} ${GRAD} ${FROM_OUTPUT}
    }`;
    expect(exportsOf(text)).toEqual(
      ["f32", "f64"]
        .map((T) => expect.stringContaining(`function ramp_${T}(`))
        .concat(
          ["f32", "f64"].map((T) => expect.stringContaining(`function ramp_grad_${T}(`)),
          ["f32", "f64"].map((T) =>
            expect.stringMatching(`function ramp_from_output_${T}\\(.*backward<${T}, OutputGradient<Ramp<${T}>>>`),
          ),
        ),
    );
  });

  test("takes the loop's own parameters, in the element type", () => {
    expect(exportsOf(RAMP)).toEqual(
      ["f32", "f64"].map(
        (T) =>
          `export function ramp_${T}(x: usize, y: usize, n: usize, p: ${T}, q: ${T}, r: ${T}): void { forward<${T}, Ramp<${T}>>(x, y, n, p, q, r); }`,
      ),
    );
  });

  test.each([
    ["@heavy", "q, r, true)", "q, r, true)"],
    ['@heavy("f32")', "r, sizeof<f32>() === 4)", "r, sizeof<f64>() === 4)"],
  ])("%s goes to the loop", (decorator, f32, f64) => {
    const lines = exportsOf(RAMP.replace("@inline", `${decorator} @inline`));
    expect(lines).toEqual([expect.stringContaining(f32), expect.stringContaining(f64)]);
  });
});

test("a module has the kernels of its folder alone, and exact has f32 kernels with loops that widen", () => {
  put("exact/ramp.ts", `@kernel("ramp") @final export class Ramp implements Forward { ${F} }`);
  put("kernels/ramp.ts", RAMP);
  put("formula/sum.ts", RAMP.replaceAll("ramp", "sum").replaceAll("Ramp", "Sum"));
  const [main, exact, formula] = MODULES.map((module) => entryOf(folder, module));
  expect(main).not.toContain("widened");
  expect(main).not.toContain("sum");
  expect(formula).toContain("sum_f64");
  expect(formula).not.toContain("ramp");
  expect(exact!.split("\n").filter((line) => line !== "")).toEqual([
    `import { Ramp } from "../${folder}/exact/ramp";`,
    `import { forward } from "../${folder}/loops/widened";`,
    "export function ramp_f32(x: usize, y: usize, n: usize, p: f32, q: f32, r: f32): void { forward<Ramp>(x, y, n, p, q, r); }",
  ]);
});

test.each([
  ["@heavy", "q, r, true)"],
  ["@paired", "q, r, false, true)"],
  ["@narrow", "q, r, false, false, true)"],
])("%s goes to the loop that widens", (decorator, last) => {
  put("kernels/ramp.ts", RAMP);
  put("exact/ramp.ts", `@kernel("ramp") @final export class Ramp implements Forward { ${decorator} ${F} }`);
  expect(entryOf(folder, MODULES[1])).toContain(last);
});

test("an exported generic function is a kernel with its own parameters", () => {
  expect(exportsOf("export function ramp<T>(x: usize, top: T, heavy: bool = false): void {}")).toEqual([
    "export function ramp_f32(x: usize, top: f32): void { ramp<f32>(x, top); }",
    "export function ramp_f64(x: usize, top: f64): void { ramp<f64>(x, top); }",
  ]);
});

describe("a mistake is refused with its place", () => {
  test.each([
    ["a class without an interface", RAMP.replace("implements Forward", ""), "implements nothing"],
    ["an unknown interface", RAMP.replace("Forward", "Forwards"), "implements Forwards; expected some of Forward,"],
    [
      "a method whose interface is missing",
      RAMP.replace(F, `${F} ${GRAD}`),
      "has grad, which has no use without Backward",
    ],
    ["an interface whose method is missing", RAMP.replace(F, ""), "has Forward, which has no use without f"],
    ["no @final", RAMP.replace("@final", ""), "expected @final"],
    ["no export", RAMP.replace("export", ""), "expected an exported class"],
    ["no name", RAMP.replace('("ramp")', ""), 'expected @kernel("name")'],
    ["a name in another case", RAMP.replace('"ramp"', '"leakyRamp"'), '"leakyRamp": expected a name in snake_case'],
    ["a second argument", RAMP.replace('"ramp"', '"ramp", Ramp'), "expected nothing after the name"],
    ["a misspelt decorator", RAMP.replace("@kernel", "@kernal"), "unknown decorator @kernal"],
    ["a misspelt decorator of a method", RAMP.replace("@inline", "@inlined"), "unknown decorator @inlined"],
    ["another element type", RAMP.replace("@inline", '@heavy("f16") @inline'), 'expected @heavy, @heavy("f32") or'],
    [
      "an exported function of another type parameter",
      "export function ramp<U>(x: usize): void {}",
      "ramp: expected ramp<T>, or no element type for f32 alone",
    ],
    ["a file without kernels", "export class Ramp {}", "has no kernel"],
    ["a name twice", `${RAMP} export function ramp<T>(x: usize): void {}`, 'kernel "ramp" is in'],
  ])("%s", (_, text, message) => {
    expect(() => exportsOf(text)).toThrow(message);
    expect(() => exportsOf(text)).toThrow(/^build\/kernels-test-\w+\/kernels\/ramp\.ts:1: /);
  });

  test("a kernel in another folder", () => {
    put("math/ramp.ts", RAMP);
    expect(() => exportsOf(RAMP)).toThrow(
      /math\/ramp\.ts:1: @kernel has its place in kernels\/, exact\/, formula\/ only/,
    );
  });
});
