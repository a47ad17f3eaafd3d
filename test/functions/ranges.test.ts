import { describe, expect, test } from "vitest";
import { dense } from "../../accuracy/points.js";
import { placesOf } from "../../catalogue/functions.js";
import { reference } from "../reference/index.js";
import { arrayOf, generator, parametersOf } from "../support/arrays.js";
import { TYPES, titleOf } from "../support/call.js";
import { callsOf, lossCalls } from "../support/calls.js";
import { elementwise, named, rowwise, splits, variants } from "../support/functions.js";
import { splitCallsOf, splitVariants } from "../support/split.js";

/** Ranges of the table: no result leaves them, and no smaller ones would do. */

const INF = Number.POSITIVE_INFINITY;
const cases = elementwise.flatMap((f) => variants(f).map((options) => ({ f, options })));
const rangeOf = ({ f, options }: (typeof cases)[number]) =>
  placesOf(f.spec, f.spec.range, options as Readonly<Record<string, number>>);

/** Numbers of either sign: 256 of each binade where functions bend, two elsewhere. */
function spread(seed: number): number[] {
  let others = 0;
  return [...dense(generator(seed), 256)].filter((x) => {
    const bends = Math.abs(x) >= 2 ** -64 && Math.abs(x) < 2 ** 11;
    // They come in pairs of both signs.
    return bends || others++ % 64 < 2;
  });
}

describe.each(TYPES)("no result leaves the range: %s", (type) => {
  const x = arrayOf(type, [...spread(1), 0, -0, INF, -INF]);

  test.each(cases.map((each) => [titleOf(callsOf(each.f, each.options)[0]!), each] as const))("%s", (_, each) => {
    const [low, high] = arrayOf(type, rangeOf(each));
    expect(each.f(x, each.options).filter((y) => y < low! || y > high!)).toHaveLength(0);
  });

  test.each(named(rowwise))("%s", (_, f) => {
    const [low, high] = f.spec.range;
    const shape = [x.length >> 4, 16];
    const y = f(x.subarray(0, shape[0]! * 16), { shape });
    expect(y.filter((value) => value < low || value > high)).toHaveLength(0);
  });

  test.each(named(splits))("%s", (_, f) => {
    const [low, high] = f.spec.range;
    for (const options of splitVariants(f)) {
      const y = splitCallsOf(f, options)[0]!.run([x.subarray(0, x.length - (x.length % 6))]);
      expect(y.filter((value) => value < low || value > high)).toHaveLength(0);
    }
  });
});

describe("no smaller range would do", () => {
  // A line of slope 0 has one value.
  const sloped = cases.filter(({ f, options }) => !(f.spec.name === "hardSigmoid" && options.alpha === 0));
  const x = [...spread(2), 0, INF, -INF];

  test.each(sloped.map((each) => [titleOf(callsOf(each.f, each.options)[0]!), each] as const))("%s", (_, each) => {
    const p = parametersOf(each.f, "f64", each.options);
    const y = x.map((at) => reference[each.f.spec.name]!.f(at, p));
    const [low, high] = rangeOf(each);
    const bounds: [want: number, seen: number][] = [
      [low, y.reduce((a, b) => Math.min(a, b))],
      [high, y.reduce((a, b) => Math.max(a, b))],
    ];
    for (const [want, seen] of bounds) {
      if (Number.isFinite(want)) expect(Math.abs(seen - want)).toBeLessThanOrEqual(3e-3 * Math.max(1, Math.abs(want)));
      else expect(seen).toBe(want);
    }
  });
});

test("losses are never negative", () => {
  for (const type of TYPES) {
    const x = arrayOf(type, [...dense(generator(3), 4)].slice(0, 600));
    for (const call of lossCalls().filter(({ name }) => name === "softmaxCrossEntropy")) {
      const operands = call
        .lengths(x.length)
        .operands.map((length, i) => (i === 0 ? x : arrayOf(type, new Array(length).fill(0.5))));
      expect(call.run(operands).filter((y) => y < 0)).toHaveLength(0);
    }
  }
});
