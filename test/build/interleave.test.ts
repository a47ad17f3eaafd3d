import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { computes, loopsOf } from "../support/loops.js";

/** scripts/build/interleave.mjs: that results stay the same is for all other tests to say. */

const text = readFileSync(new URL("../../build/lanewise.wat", import.meta.url), "utf8");

/** The operations of a kernel's first loop. */
function operations(name: string): readonly string[] {
  const own = loopsOf(text).filter((loop) => computes(loop) && loop.kernel.endsWith(name));
  const [first] = own.sort((a, b) => a.line - b.line);
  return first!.instructions.map((instruction) => instruction.split(" ")[0]!);
}

test.each([
  ["forward<f32,assembly/kernels/sigmoid/Sigmoid<f32>>", "i32x4.shl", "f32x4.div", 4],
  ["forward<f64,assembly/kernels/sigmoid/Sigmoid<f64>>", "i64x2.shl", "f64x2.div", 2],
  ["backward<f32,assembly/kernels/sigmoid/Sigmoid<f32>>", "i32x4.shl", "f32x4.div", 4],
])("%s: every vector has its %s before one has its %s", (name, early, late, vectors) => {
  const all = operations(name);
  expect(all.filter((op) => op === early)).toHaveLength(vectors);
  expect(all.filter((op) => op === late)).toHaveLength(vectors);
  expect(all.lastIndexOf(early)).toBeLessThan(all.indexOf(late));
});

test("short chains stay as they are: a store after each", () => {
  const stores = operations("relu6_f32").flatMap((op, i, all) => (op === "f32x4.pmin" ? [all[i + 1]] : []));
  expect(stores).toEqual(Array(4).fill("v128.store"));
});
