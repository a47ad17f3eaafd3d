import { describe, expect, test } from "vitest";
import { logSumExp, softmax, softmaxCrossEntropy } from "../../bindings/index.js";
import { rowReference, slopeReference } from "../reference/index.js";
import { arrayOf, BLOCK, BYTES, uniform } from "../support/arrays.js";
import {
  type AnyPrelu,
  type ElementType,
  exported,
  type FloatArray,
  rowCallsOf,
  rowwise,
  slopeCallsOf,
  slopes,
  TYPES,
} from "../support/functions.js";
import { HUGE, inWorkspace, LAYOUTS, titled, titleOf } from "../support/layouts.js";
import { expectSame } from "../support/same.js";
import { alongRows, type Layout, rowIndices, rowOf, sizeOf } from "../support/shapes.js";
import { smallestNormal, ulp } from "../support/ulp.js";

/** In f32 these round otherwise near 0: a power of two takes the place of the maximum. */
const BY_POWERS: ReadonlySet<string> = new Set(["softmax", "softmin"]);

/** Staged and in one Workspace, into fresh memory and onto the operand. */
function compare(type: ElementType, { shape, axis }: Layout): void {
  const operands = [uniform(type, sizeOf(shape), 20, 3), uniform(type, sizeOf(shape), 1, 4)];
  for (const call of rowwise.flatMap((f) => rowCallsOf(f, { shape, axis }))) {
    const given = operands.slice(0, call.operands.length);
    const staged = call.run(given);
    inWorkspace([...given, staged], type, (placed) => {
      const out = placed.pop()!.fill(0);
      expectSame(call.run(placed, { out }), staged, `${call.name} in a Workspace`);
      for (const target of placed) {
        const operand = given[placed.indexOf(target)]!;
        expectSame(call.run(placed, { out: target }), staged, `${call.name} in place`);
        target.set(operand);
        const copies = given.map((array) => array.slice());
        expectSame(call.run(copies, { out: copies[placed.indexOf(target)]! }), staged, `${call.name} staged in place`);
      }
    });
  }
}

describe.each(TYPES)("%s: rows give the same bits staged and in a Workspace", (type) => {
  test.each(titled(LAYOUTS))("%s", { timeout: 60_000 }, (_, layout) => compare(type, layout));
});

test(`f32: rows give the same bits staged and in a Workspace, ${titleOf(HUGE)}`, { timeout: 120_000 }, () =>
  compare("f32", HUGE),
);

describe.each(TYPES)("%s: short rows have the bits that each has alone", (type) => {
  const rows = [1, 2, 3, 4, 5, 9];
  const titles = Array.from({ length: 18 }, (_, i) => [`of ${i + 1}`, i + 1] as const);
  const part = (array: FloatArray, i: number, n: number) => array.slice(i * n, (i + 1) * n);

  test.each(titles)("%s", (_, n) => {
    for (const count of rows) {
      const x = uniform(type, count * n, 9, n);
      const dy = uniform(type, count * n, 1, n + 1);
      const one = uniform(type, count, 1, n + 2);
      const labels = Int32Array.from(one, (_, i) => i % n);
      const shape = [count, n];
      const expectRows = (name: string, all: FloatArray, alone: (i: number) => FloatArray) => {
        for (let i = 0; i < count; i++) {
          expectSame(part(all, i, all.length / count), alone(i), `${name}, row ${i} of ${count}`);
        }
      };
      for (const call of rowwise.flatMap((f) => rowCallsOf(f, { shape, axis: 1 }))) {
        const given = [x, dy].slice(0, call.operands.length);
        const alone = rowwise
          .flatMap((f) => rowCallsOf(f, { shape: [1, n], axis: 1 }))
          .find(({ name }) => name === call.name)!;
        expectRows(call.name, call.run(given), (i) => alone.run(given.map((array) => part(array, i, n))));
      }
      expectRows("logSumExp", logSumExp(x, { shape }), (i) => logSumExp(part(x, i, n)));
      expectRows("logSumExp.grad", logSumExp.grad(x, one, { shape }), (i) =>
        logSumExp.grad(part(x, i, n), part(one, i, 1)),
      );
      expectRows("softmaxCrossEntropy", softmaxCrossEntropy(x, labels, { shape }), (i) =>
        softmaxCrossEntropy(part(x, i, n), labels.slice(i, i + 1)),
      );
      expectRows("softmaxCrossEntropy of targets", softmaxCrossEntropy(x, dy, { shape }), (i) =>
        softmaxCrossEntropy(part(x, i, n), part(dy, i, n)),
      );
    }
  });
});

describe.each(TYPES)("%s: learned slopes give the same bits staged and in a Workspace", (type) => {
  test.each(titled(LAYOUTS))("%s", (_, layout) => {
    const { n } = rowOf(layout);
    const calls = slopes.flatMap((f) => [
      ...slopeCallsOf(f, () => n, layout as never),
      ...slopeCallsOf(f, () => 1, layout as never),
    ]);
    for (const call of calls) {
      const { operands, out } = call.lengths(sizeOf(layout.shape));
      const given = operands.map((length, k) => uniform(type, length, 3, k + 5));
      const staged = call.run(given);
      expect(staged.length).toBe(out);
      inWorkspace([...given, staged], type, (placed) => {
        expectSame(call.run(placed.slice(0, -1), { out: placed.at(-1)!.fill(0) }), staged, call.name);
      });
    }
  });

  test.each(titled(LAYOUTS.filter(({ shape }) => sizeOf(shape) < 1e5)))("%s agrees with the reference", (_, layout) => {
    const { n } = rowOf(layout);
    const x = uniform(type, sizeOf(layout.shape), 3, 5);
    const dy = uniform(type, x.length, 2, 6);
    const alpha = uniform(type, n, 1, 7);
    for (const f of slopes) {
      const { f: value, dx, dalpha } = slopeReference[f.spec.name as keyof typeof slopeReference];
      const rows = (each: (x: number, dy: number, k: number) => number) =>
        alongRows(layout, [x, dy], (row, outer) => row.map((v, k) => each(v, outer![k]!, k)));
      expectSame(
        f(x, alpha, layout as never),
        arrayOf(
          type,
          rows((v, _g, k) => value(v, alpha[k]!)),
        ),
      );
      expectSame(
        f.grad(x, alpha, dy, layout as never),
        arrayOf(
          type,
          rows((v, g, k) => g * dx(v, alpha[k]!)),
        ),
      );
      checkSums(f, type, layout, x, alpha, dy, dalpha);
    }
  });
});

function checkSums(
  f: AnyPrelu,
  type: ElementType,
  layout: Layout,
  x: FloatArray,
  alpha: FloatArray,
  dy: FloatArray,
  term: (x: number, dy: number) => number,
): void {
  const want = new Float64Array(alpha.length);
  const sizes = new Float64Array(alpha.length);
  for (const indices of rowIndices(layout)) {
    indices.forEach((at, k) => {
      want[k]! += term(x[at]!, dy[at]!);
      sizes[k]! += Math.abs(term(x[at]!, dy[at]!));
    });
  }
  f.gradAlpha(x, alpha, dy, layout as never).forEach((got, k) => {
    // Both add up in f64; what remains for f32 is the rounding of the result.
    const tolerance = 64 * 2 ** -52 * sizes[k]! + (type === "f32" ? 0.5 * ulp(want[k]!, type) : 0);
    expect(Math.abs(got - want[k]!)).toBeLessThanOrEqual(tolerance);
  });
}

describe.each(TYPES)("%s: rows", (type) => {
  const layouts = LAYOUTS.filter(({ shape }) => sizeOf(shape) > 0 && sizeOf(shape) <= 100_000);

  test.each(titled(layouts))("softmax of %s sums to 1", (_, layout) => {
    const y = softmax(uniform(type, sizeOf(layout.shape), 30, 9) as Float32Array, layout as never);
    for (const indices of rowIndices(layout)) {
      const sum = indices.reduce((total, i) => total + y[i]!, 0);
      // Each value is within its bound; adding them up costs half a unit of f64 each.
      const bound = softmax.spec.errorBounds[type] * ulp(1, type) + indices.length * 2 ** -53;
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(bound);
      expect(indices.every((i) => y[i]! >= 0 && y[i]! <= 1)).toBe(true);
    }
  });

  test.each(titled(layouts))("%s agrees with the reference", (_, layout) => {
    const x = uniform(type, sizeOf(layout.shape), 30, 9);
    for (const [name, { f: value, least = 0 }] of Object.entries(rowReference)) {
      const f = exported.get(name) as (typeof rowwise)[number];
      const want = alongRows(layout, [x], value);
      // The reference errs by some units of f64.
      const bound = f.spec.errorBounds[type] + (type === "f32" ? 0.01 : 4);
      const errors = Float64Array.from(f(x, layout as never), (got, i) => {
        const unit = ulp(Math.max(Math.abs(want[i]!), least), type);
        return Math.abs(want[i]!) < smallestNormal(type) && got === 0 ? 0 : Math.abs(got - want[i]!) / unit;
      });
      expect(
        errors.reduce((most, error) => Math.max(most, error), 0),
        name,
      ).toBeLessThanOrEqual(bound);
    }
  });

  test("a shift of a row changes nothing, where it is exact", () => {
    const x = uniform(type, 1_000, 30, 2).map((v) => Math.round(v * 16) / 16) as FloatArray;
    const [near, far, farther] = [0, 1_024, -4_096].map((by) => x.map((v) => v + by) as FloatArray);
    for (const f of rowwise) {
      expectSame(f(farther!), f(far!), f.spec.name);
      if (!(type === "f32" && BY_POWERS.has(f.spec.name))) expectSame(f(near!), f(far!), f.spec.name);
    }
  });

  test("what cannot be told from 0 beside the maximum is 0, and the maximum 1", () => {
    const x = arrayOf(type, [-2_000, 1e30, -1e30, 3e38, -3e38]);
    expectSame(softmax(x as Float32Array), [0, 0, 0, 1, 0]);
    for (const most of uniform(type, 1_000, 300, 5)) {
      const masked = arrayOf(type, [-Infinity, most, -Infinity, most - 1_000, -Infinity]);
      expectSame(softmax(masked as Float32Array), [0, 1, 0, 0, 0], `${most}`);
    }
  });

  test.each([-300, -256, -200, 200, 256, 300])("softmax agrees with the reference around %d", (middle) => {
    const layout = { shape: [40, 100], axis: 1 };
    const x = uniform(type, 4_000, 60, 6).map((v) => v + middle) as FloatArray;
    const want = alongRows(layout, [x], rowReference.softmax!.f);
    const bound = softmax.spec.errorBounds[type] + (type === "f32" ? 0.01 : 4);
    const errors = softmax(x as Float32Array, layout).map((y, i) =>
      want[i]! < smallestNormal(type) ? 0 : Math.abs(y - want[i]!) / ulp(want[i]!, type),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(bound);
  });

  test.each([
    ["NaN", [1, Number.NaN, 2], [Number.NaN, Number.NaN, Number.NaN]],
    ["+∞", [1, Number.POSITIVE_INFINITY, 2], [Number.NaN, Number.NaN, Number.NaN]],
    ["−∞ only", [-Infinity, -Infinity, -Infinity], [Number.NaN, Number.NaN, Number.NaN]],
  ])("a row with %s is NaN, its neighbours are not", (_, row, want) => {
    const quiet = [0, 0, 0];
    for (const repeat of [1, 2_000, BLOCK[type]]) {
      const wide = (values: readonly number[]) => values.flatMap((v) => new Array<number>(repeat).fill(v));
      const x = arrayOf(type, [...wide(quiet), ...wide(row), ...wide(quiet)]);
      for (const f of rowwise) {
        const { sign = 1 } = rowReference[f.spec.name]!;
        const y = f(x.map((v) => sign * v) as FloatArray, { shape: [3, 3 * repeat] });
        expectSame(y.subarray(3 * repeat, 6 * repeat), wide(want), f.spec.name);
        expect(y.subarray(0, 3 * repeat).every(Number.isFinite)).toBe(true);
        expect(y.subarray(6 * repeat).every(Number.isFinite)).toBe(true);
      }
    }
  });

  test("−∞ in a row is 0 to softmax", () => {
    const y = softmax(arrayOf(type, [-Infinity, 0, 0]) as Float32Array);
    expectSame(y, [0, 0.5, 0.5]);
    expect(y.byteLength).toBe(3 * BYTES[type]);
  });
});
