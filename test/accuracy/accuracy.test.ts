import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFigures } from "../../accuracy/record.js";
import { DIRECTIONS, subjects } from "../../accuracy/subjects.js";
import { accuracyPage } from "../../scripts/docs/accuracy-page.js";

const figures = readFigures();
const rerun = "run npm run accuracy with --exhaustive, --type f64 and --peers, each with --record";

test("docs/accuracy.md is what npm run docs makes", () => {
  expect(readFileSync("docs/accuracy.md", "utf8")).toBe(accuracyPage(figures));
});

describe("docs/accuracy.json has every function and nothing else", () => {
  test.each(["f32", "f64", "peers"] as const)("%s", (section) => {
    expect(Object.keys(figures[section]?.functions ?? {}).sort(), rerun).toEqual([...subjects.keys()].sort());
  });
});

describe.each(DIRECTIONS)("the figures keep what is published: %s", (direction) => {
  test.each([...subjects])("%s", (_, { spec }) => {
    const single = figures.f32?.functions[spec.name]?.[direction];
    const double = figures.f64?.functions[spec.name]?.[direction];
    // All but the NaNs: each has every bit of the exponent, and one of the others.
    expect(single?.inputs, rerun).toBe(2 ** 32 - 2 * (2 ** 23 - 1));
    expect(single?.worst.ulp).toBeLessThanOrEqual(spec.errorBounds.f32[direction]);
    expect(double?.worst.ulp).toBeLessThanOrEqual(spec.errorBounds.f64[direction]);
    expect(single).toMatchObject({ numbers: 0, beyond: 0, signs: 0 });
  });
});
