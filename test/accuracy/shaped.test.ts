import { describe, expect, test } from "vitest";
import { readFigures } from "../../accuracy/record.js";
import { NAMES } from "../../accuracy/shaped/calls.js";
import { type Errors, measure, measureSample } from "../../accuracy/shaped/measure.js";
import { sampleOf } from "../../accuracy/shaped/samples.js";
import { functions, isKind } from "../../catalogue/functions.js";
import { TYPES } from "../support/call.js";
import { expectWithin } from "./shaped.js";

const EXTENT = { lengths: [2, 5], spreads: [1, 40], elements: 4 };
/** erfc at 60 digits takes a millisecond. */
const LESS = { ...EXTENT, lengths: [2] };

test("every shaped function is measured", () => {
  const shaped = functions.filter((f) => !isKind(f, "elementwise")).map(({ spec }) => spec.name);
  expect([...NAMES].sort()).toEqual([...shaped].sort());
});

describe.each(TYPES)("%s: values and gradients keep their bounds in rows of all sorts", (type) => {
  test.each(NAMES)("%s", (op) => {
    expectWithin(op, type, measure(op, type, op === "geglu" ? LESS : EXTENT));
  });
});

test.each(NAMES)("%s: the results of other rows are far beyond the bounds", (op) => {
  const [sample, other] = [1, 2].map((seed) => sampleOf("f32", "random", 5, 8, { seed, elements: 16 }));
  const found = Object.entries(measureSample(op, sample!, other));
  expect(found.filter(([, { error }]) => error < 1000)).toEqual([]);
});

describe("the recorded errors keep the published bounds", () => {
  const recorded: Readonly<Record<string, Errors>> = readFigures().shaped?.functions ?? {};

  test("of every function", () => {
    expect(Object.keys(recorded).sort()).toEqual([...NAMES].sort());
  });

  test.each(Object.entries(recorded))("%s", (op, errors) => {
    for (const type of TYPES) expectWithin(op, type, errors[type]);
  });
});
