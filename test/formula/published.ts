import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { definitions, errorOf, errorsOf, formulas } from "../../accuracy/formulas.js";

/** The rows of the tables in docs/formulas.md, by their first cells. */
const rows = new Map(
  Array.from(
    readFileSync("docs/formulas.md", "utf8").matchAll(/^\| `?([\w ()]+?)`? \| (.*) \|$/gm),
    ([, name, cells]) => [name!, cells!.split(" | ").map(Number)],
  ),
);

/** Figures with two decimals are rounded. */
const ROUNDED = 0.005;

/** Errors on samples are within the published figures. */
export function testErrors(samples: number): void {
  describe("errors are within the figures of docs/formulas.md", () => {
    test.each(Object.keys(formulas))("%s", (name) => {
      const published = rows.get(name)!;
      errorsOf(name, samples).forEach(({ error, x }, i) => {
        expect(error, `column ${i + 1}, at ${x}`).toBeLessThanOrEqual(published[i]! + ROUNDED);
      });
    });

    test.each(Object.keys(definitions.primitives))("%s in f64", (name) => {
      const { error, x } = errorOf(name, samples);
      expect(error, `at ${x}`).toBeLessThanOrEqual(rows.get(name)![1]!);
    });
  });
}
