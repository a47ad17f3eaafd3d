import { expect, test } from "vitest";
import { check } from "../../bench/comparison/check.js";
import { functions } from "../../catalogue/functions.js";
import { cases, runnable } from "../../catalogue/timing/cases.js";
import { operands } from "../../catalogue/timing/inputs.js";
import { expectSame } from "../support/same.js";

const N = 2_048;

// rrelu's plain loop has random slopes of its own.
const RANDOM: readonly string[] = ["rrelu", "rrelu.grad"];

test.each(runnable)("%s: a Workspace, ordinary arrays and the plain loops give the same results", (name) => {
  using all = operands("f64", N);
  const { inside, outside } = all;
  const lines = cases(name, all);
  expect(lines.map((line) => line.name).slice(0, 2)).toEqual([name, `${name}.grad`]);
  for (const { name, candidates } of lines) {
    const results = (["workspace", "dropIn", "plain"] as const).map((way) => {
      const { y } = way === "workspace" ? inside : outside;
      y.fill(7);
      candidates[way]();
      return y.slice();
    });
    const [workspace, dropIn, plain] = results;
    expectSame(workspace!, dropIn!, name);
    expect(dropIn![0], `${name} writes results`).not.toBe(7);
    if (!RANDOM.includes(name)) check(`${name}, plain`, plain!, dropIn!);
  }
});

test("every function can be run", () => {
  expect(runnable).toEqual(functions.map(({ spec }) => spec.name));
});
