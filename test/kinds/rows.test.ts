import { describe, expect, test, vi } from "vitest";
import { logSumExp, softmax, softmaxCrossEntropy } from "../../bindings/index.js";
import { rowReference } from "../reference/index.js";
import { arrayOf, BLOCK, BYTES, uniform } from "../support/arrays.js";
import { type FloatArray, TYPES } from "../support/call.js";
import { rowCallsOf } from "../support/calls.js";
import { rowwise } from "../support/functions.js";
import { expectSame } from "../support/same.js";
import { alongRows } from "../support/shapes.js";
import { smallestNormal, ulp } from "../support/ulp.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

/** In f32 these round otherwise near 0: a power of two takes the place of the maximum. */
const BY_POWERS: ReadonlySet<string> = new Set(["softmax", "softmin"]);

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

describe.each(TYPES)("%s: rows", (type) => {
  test("a shift of a row changes nothing, where it is exact", () => {
    const x = uniform(type, 1_000, 30, 2).map((v) => Math.round(v * 16) / 16) as FloatArray;
    const [near, far, farther] = [0, 1_024, -4_096].map((by) => x.map((v) => v + by) as FloatArray);
    for (const f of rowwise) {
      expectSame(f(farther!), f(far!), f.spec.name);
      if (!(type === "f32" && BY_POWERS.has(f.spec.name))) expectSame(f(near!), f(far!), f.spec.name);
    }
  });

  test("what cannot be told from 0 next to the maximum is 0, and the maximum 1", () => {
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
