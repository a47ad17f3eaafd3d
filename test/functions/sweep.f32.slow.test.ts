import { describe, expect, test } from "vitest";
import { EVERYDAY, sample } from "../../accuracy/places.js";
import { DIRECTIONS, type Values } from "../../accuracy/subjects.js";
import { sweep } from "../../accuracy/sweep.js";
import { elementwise, named, variants } from "../support/functions.js";

// Seldom, and by an ULP or two: their last operation rounds what other roundings have moved.
const FALLS: Readonly<Record<string, number>> = {
  "logSigmoid value": 2,
  "logSigmoid derivative": 1,
  "sigmoid value": 2,
  "softplus value": 2,
  "softplus derivative": 1,
  "softsign value": 2,
  "squareplus value": 2,
  "tanh value": 1,
  "tanhShrink value": 1,
};

describe.each(DIRECTIONS)("f32, %s: the published bounds hold over a sample", (direction) => {
  test.each(named(elementwise))("%s", (name, op) => {
    const tally = sweep({ op: name, direction }, EVERYDAY);
    expect(tally.worst.ulp, JSON.stringify(tally)).toBeLessThanOrEqual(op.spec.errorBounds.f32[direction]);
    expect(tally.numbers, "not NaN").toBe(0);
    expect(tally.beyond, "out of range").toBe(0);
    expect(tally.signs, "of the wrong sign").toBe(0);
    expect(tally.deepest, "falls where it should rise").toBeLessThanOrEqual(FALLS[`${name} ${direction}`] ?? 0);
  });

  const changed = elementwise.flatMap((op) =>
    variants(op)
      .slice(1)
      .map((options) => [op.spec.name, options as Values, op] as const),
  );

  test.each(changed)("%s %o", (name, parameters, op) => {
    const tally = sweep({ op: name, direction, parameters }, sample(16_384));
    expect(tally.worst.ulp, JSON.stringify(tally)).toBeLessThanOrEqual(op.spec.errorBounds.f32[direction]);
    expect(tally.beyond, "out of range").toBe(0);
  });
});
