import { describe, expect, test } from "vitest";
import { elementwise, named, variants } from "./support/functions.js";
import { worstErrors } from "./support/sweep.js";

// Odd, so that all low bits occur; about two million inputs.
const STEP = 2_047;

/** The reference errs itself, by less than this many float64 ULP (test/reference.test.ts). */
const REFERENCE = 3;

describe("the published bounds hold over a dense sample", () => {
  test.each(named(elementwise))("%s, f32", (_, op) => {
    const { value, derivative } = worstErrors(op, "f32", STEP);
    const { f32 } = op.spec.errorBounds;
    expect(value.ulp, JSON.stringify(value)).toBeLessThanOrEqual(f32.value);
    expect(derivative.ulp, JSON.stringify(derivative)).toBeLessThanOrEqual(f32.derivative);
  });

  const changed = elementwise.flatMap((op) =>
    variants(op)
      .slice(1)
      .map((options) => [op.spec.name, options, op] as const),
  );

  test.each(changed)("%s %o, f32", (_, options, op) => {
    const { value, derivative } = worstErrors(op, "f32", 8 * STEP, options as Record<string, number>);
    const { f32 } = op.spec.errorBounds;
    expect(value.ulp, JSON.stringify(value)).toBeLessThanOrEqual(f32.value);
    expect(derivative.ulp, JSON.stringify(derivative)).toBeLessThanOrEqual(f32.derivative);
  });

  test.each(named(elementwise))("%s, f64", (_, op) => {
    const { value, derivative } = worstErrors(op, "f64", 8 * STEP);
    const { f64 } = op.spec.errorBounds;
    expect(value.ulp, JSON.stringify(value)).toBeLessThanOrEqual(f64.value + REFERENCE);
    expect(derivative.ulp, JSON.stringify(derivative)).toBeLessThanOrEqual(f64.derivative + REFERENCE);
  });
});
