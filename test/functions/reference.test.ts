import { describe, expect, test } from "vitest";
import { lossReference, reference, rowReference, slopeReference } from "../reference/index.js";
import { splitReference } from "../reference/split.js";
import { plainCalls } from "../support/all-calls.js";
import { expectAtMost, expectTrue } from "../support/bounds.js";
import {
  elementLosses,
  elementwise,
  exported,
  reductions,
  rowLosses,
  rowwise,
  slopes,
  splits,
} from "../support/functions.js";
import { alongRows } from "../support/shapes.js";
import { ulpError } from "../support/ulp.js";
import { elementwiseCases, rowCases } from "../support/vectors.js";

const namesOf = (list: readonly { spec: { name: string } }[]) => list.map(({ spec }) => spec.name).sort();

describe("every function has one reference, and every reference a function", () => {
  test("elementwise", () => expect(Object.keys(reference).sort()).toEqual(namesOf(elementwise)));
  test("row-wise", () => expect(Object.keys(rowReference).sort()).toEqual(namesOf(rowwise)));
  test("losses", () => {
    const losses = [...reductions, ...rowLosses, ...elementLosses];
    expect(Object.keys(lossReference).sort()).toEqual(namesOf(losses));
  });
  test("learned slopes", () => expect(Object.keys(slopeReference).sort()).toEqual(namesOf(slopes)));
  test("halves and pieces", () => expect(Object.keys(splitReference).sort()).toEqual(namesOf(splits)));
  test("the tests call every function", () => {
    const called = new Set(plainCalls().map(({ name }) => name));
    expect([...exported.values()].map(({ spec }) => spec.name).filter((name) => !called.has(name))).toEqual([]);
  });
});

describe("exports are named as their spec says", () => {
  test.each([...exported])("%s", (name, { name: functionName, spec }) => {
    expect([spec.name, ...spec.aliases]).toContain(name);
    expect(functionName).toBe(spec.name);
    for (const each of [spec.name, ...spec.aliases]) expect(exported.get(each)?.spec).toBe(spec);
  });
});

/** The Math functions of engines err by up to 1 ULP each; the longest formula takes two and some roundings. */
const BOUND = 3;

describe("float64 against values computed at 90 digits", () => {
  const cases = elementwiseCases("f64").filter(({ op }) => op in reference);

  test.each(cases)("$op $params", ({ op, params, x, f, df, f_lo, df_lo }) => {
    const { absolute } = elementwise.find(({ spec }) => spec.name === op)!.spec.errorBounds;
    x.forEach((v, i) => {
      const value = reference[op]!.f(v, params);
      const slope = reference[op]!.df(v, params);
      const at = () => `x = ${v}, f = ${value}, f′ = ${slope}`;
      expectAtMost(ulpError(value, f[i]!, "f64", absolute?.value, f_lo[i]), BOUND, at);
      expectAtMost(ulpError(slope, df[i]!, "f64", absolute?.derivative, df_lo[i]), BOUND, at);
    });
  });
});

describe("rows against values computed at 90 digits", () => {
  const cases = rowCases().filter(({ op }) => op in rowReference);
  // A few units, relative to the terms where they cancel.
  const units = 16 * 2 ** -52;

  test.each(cases)("$op $shape $options", ({ op, shape, options: { axis = -1 }, x, y, dy, dx }) => {
    const { f, grad, terms } = rowReference[op]!;
    const layout = { shape, axis };
    const values = alongRows(layout, [x], f);
    y.forEach((want, i) => {
      const near = Math.abs(values[i]! - want) <= units * Math.max(Math.abs(want), 1);
      expectTrue(near || Object.is(values[i], want), () => `[${i}] ${values[i]} for ${want}`);
    });
    if (!dy || !dx) return;
    const slopes = alongRows(layout, [x, dy], grad);
    const sizes = alongRows(layout, [x, dy], terms);
    dx.forEach((want, i) => {
      expectAtMost(Math.abs(slopes[i]! - want), units * sizes[i]!, () => `[${i}]`);
    });
  });
});
