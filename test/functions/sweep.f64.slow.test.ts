import { describe, expect, test } from "vitest";
import { searchDoubles } from "../../accuracy/doubles.js";
import { elementwise, named } from "../support/functions.js";

describe("f64: a search finds no error above the published bounds", () => {
  test.each(named(elementwise))(
    "%s",
    (name, op) => {
      const { value, derivative } = searchDoubles(name, 0.5);
      const { f64 } = op.spec.errorBounds;
      expect(value.worst.ulp, JSON.stringify(value)).toBeLessThanOrEqual(f64.value);
      expect(derivative.worst.ulp, JSON.stringify(derivative)).toBeLessThanOrEqual(f64.derivative);
    },
    60_000,
  );
});
