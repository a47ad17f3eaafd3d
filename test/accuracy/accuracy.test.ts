import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SUBJECTS } from "../../accuracy/formula-sweep.js";
import { readFigures } from "../../accuracy/record.js";
import { DIRECTIONS, subjects } from "../../accuracy/subjects.js";
import { accuracyPage } from "../../scripts/docs/accuracy-page.js";

const figures = readFigures();

test("docs/accuracy.md is what npm run docs makes", () => {
  expect(readFileSync("docs/accuracy.md", "utf8")).toBe(accuracyPage(figures));
});

test.each(["f32", "f64", "peers"] as const)("docs/accuracy.json has no function that is gone: %s", (section) => {
  const names = Object.keys(figures[section]?.functions ?? {});
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !subjects.has(name))).toEqual([]);
});

test.each(Object.entries(figures.formulas?.functions ?? {}))(
  "%s of formulas keeps its bound on every f32 number",
  (name, tally) => {
    expect(tally.inputs).toBe(2 ** 32 - 2 * (2 ** 23 - 1));
    expect(tally.worst.ulp).toBeLessThanOrEqual(SUBJECTS[name]!.bound);
    expect(tally).toMatchObject({ numbers: 0, signs: 0 });
  },
);

describe.each(DIRECTIONS)("the measured errors keep the published bounds: %s", (direction) => {
  const measured = [...subjects].filter(([name]) => figures.f32?.functions[name] && figures.f64?.functions[name]);

  test.each(measured)("%s", (name, { spec }) => {
    const single = figures.f32!.functions[name]![direction];
    const double = figures.f64!.functions[name]![direction];
    // All but the NaNs: each has every bit of the exponent, and one of the others.
    expect(single.inputs).toBe(2 ** 32 - 2 * (2 ** 23 - 1));
    expect(single.worst.ulp).toBeLessThanOrEqual(spec.errorBounds.f32[direction]);
    expect(double.worst.ulp).toBeLessThanOrEqual(spec.errorBounds.f64[direction]);
    expect(single).toMatchObject({ numbers: 0, beyond: 0, signs: 0 });
  });
});
