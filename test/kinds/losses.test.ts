import { describe, expect, test } from "vitest";
import { logSumExp, sigmoidCrossEntropy, softmax, softmaxCrossEntropy, softmin } from "../../bindings/index.js";
import * as exact from "../reference/losses.js";
import { arrayOf, generator, uniform } from "../support/arrays.js";
import { TYPES } from "../support/call.js";
import { elementLosses, reductions, rowLosses, rowwise } from "../support/functions.js";
import { expectNear, f32or64, REFERENCE } from "../support/near.js";
import { expectSame } from "../support/same.js";
import { smallestNormal, ulp, ulpError } from "../support/ulp.js";
import { lossCases } from "../support/vectors.js";

/** Functions with one value a row, and the losses: their values, and what they make of special ones. */

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

/** The gradients subtract two terms, each of some roundings. */
const GRADIENT = { f32: 4, f64: 4 } as const;

describe.each(TYPES)("%s: rows with one value", (type) => {
  test("labels as certain as can be: the smallest losses keep their digits", () => {
    const distances = [5, 12, 20, 40, 80];
    const x = f32or64(
      type,
      distances.flatMap((d) => [0, -d, -d - 1, -d - 0.5]),
    );
    const shape = [distances.length, 4];
    const targets = x.map((v) => (v === 0 ? 1 : 0)) as Float32Array;
    const want = distances.map((d) => Math.log1p(Math.exp(-d) * (1 + Math.exp(-1) + Math.exp(-0.5))));
    const bound = softmaxCrossEntropy.spec.errorBounds[type];
    expectNear(type, softmaxCrossEntropy(x, new Int32Array(5), { shape }), want, want, bound, 0);
    expectNear(type, softmaxCrossEntropy(x, targets, { shape }), want, want, bound, 0);
  });

  test("the largest is there more than once", () => {
    const x = f32or64(type, [3, 3, 3, -INF, 1, 1]);
    const [first, second] = logSumExp(x, { shape: [2, 3] });
    expectNear(type, [first!, second!], [3 + Math.log(3), 1 + Math.log(2)], [4, 2], 1);
    const losses = softmaxCrossEntropy(x, Int32Array.of(2, 1), { shape: [2, 3] });
    expectNear(type, losses, [Math.log(3), Math.log(2)], [1, 0.5], 1);
  });

  test("special rows of logSumExp", () => {
    const rows = [
      [1, NAN, 2],
      [INF, NAN, 2],
      [1, INF, 2],
      [INF, INF, -INF],
      [-INF, -INF, -INF],
      [-INF, 0, -INF],
      [3e38, 3e38, -3e38],
    ];
    const x = f32or64(type, rows.flat());
    const three = f32or64(type, [3e38])[0]!;
    expectSame(logSumExp(x, { shape: [7, 3] }), [NAN, NAN, INF, INF, -INF, 0, three]);
    const across = f32or64(
      type,
      rows[0]!.flatMap((_, k) => rows.map((row) => row[k]!)),
    );
    expectSame(logSumExp(across, { shape: [3, 7], axis: 0 }), [NAN, NAN, INF, INF, -INF, 0, three]);
    const dx = logSumExp.grad(x, f32or64(type, new Array(7).fill(1)), { shape: [7, 3] });
    expectSame(dx.subarray(0, 15), new Array(15).fill(NAN));
    expectSame(dx.subarray(15), [0, 1, 0, 0.5, 0.5, 0]);
  });

  test("rows of nothing", () => {
    expectSame(logSumExp(f32or64(type, [])), [-INF]);
    expectSame(logSumExp(f32or64(type, []), { shape: [2, 0] }), [-INF, -INF]);
    expectSame(logSumExp(f32or64(type, []), { shape: [0, 2] }), []);
    expectSame(softmaxCrossEntropy(f32or64(type, []), f32or64(type, []), { shape: [2, 0] }), [0, 0]);
    expectSame(softmaxCrossEntropy(f32or64(type, []), Int32Array.of(-100, -100), { shape: [2, 0] }), [0, 0]);
  });

  test("special rows of the cross-entropy, with labels and with targets", () => {
    const rows: readonly (readonly [row: readonly number[], loss: number])[] = [
      [[NAN, 0, 0], NAN],
      [[INF, 0, 0], NAN],
      [[0, INF, 0], NAN],
      [[-INF, -INF, -INF], NAN],
      [[-INF, 0, 0], INF],
      [[0, -INF, -INF], 0],
    ];
    const x = f32or64(
      type,
      rows.flatMap(([row]) => row),
    );
    const want = rows.map(([, loss]) => loss);
    const shape = [rows.length, 3];
    expectSame(softmaxCrossEntropy(x, new Int32Array(rows.length), { shape }), want);
    const targets = f32or64(
      type,
      rows.flatMap(() => [1, 0, 0]),
    );
    expectSame(softmaxCrossEntropy(x, targets, { shape }), want);
    const dx = softmaxCrossEntropy.grad(x, new Int32Array(rows.length), { shape });
    expectSame(dx.subarray(0, 12), new Array(12).fill(NAN));
    expectSame(dx.subarray(12), [-1, 0.5, 0.5, 0, 0, 0]);
  });

  test("rows that do not count have loss 0 and gradient 0, whatever their logits", () => {
    const x = f32or64(type, [NAN, INF, -INF, 1, 2, 3, NAN, 0, 0]);
    for (const labelSmoothing of [0, 0.1]) {
      for (const ignoreIndex of [undefined, 7, 0]) {
        const none = ignoreIndex ?? -100;
        const labels = Int32Array.of(none, 2, none);
        const options = { shape: [3, 3], labelSmoothing, ignoreIndex } as { shape: number[] };
        const loss = softmaxCrossEntropy(x, labels, options);
        const dx = softmaxCrossEntropy.grad(x, labels, options);
        expectSame([loss[0]!, loss[2]!], [0, 0]);
        expect(loss[1]).toBeGreaterThan(0.4);
        expectSame([...dx.subarray(0, 3), ...dx.subarray(6)], new Array(6).fill(0));
        expect(dx.subarray(3, 6).every((v) => v !== 0)).toBe(true);
      }
    }
  });

  test("sigmoidCrossEntropy: limits, NaN, and 0 where the target says so", () => {
    const points: readonly (readonly [x: number, t: number, loss: number, slope: number])[] = [
      [INF, 1, 0, 0],
      [-INF, 0, 0, 0],
      [INF, 0, INF, 1],
      [-INF, 1, INF, -1],
      [INF, 0.5, INF, 0.5],
      [-INF, 0.5, INF, -0.5],
      [0, 0.25, Math.LN2, 0.25],
      [-0, 1, Math.LN2, -0.5],
      [NAN, 0, NAN, NAN],
      [NAN, 1, NAN, NAN],
      [1, NAN, NAN, NAN],
    ];
    const x = f32or64(
      type,
      points.map(([v]) => v),
    );
    const t = f32or64(
      type,
      points.map(([, v]) => v),
    );
    // log1p(1) is within its bound of it.
    const ln2 = sigmoidCrossEntropy(f32or64(type, [0]), f32or64(type, [0]))[0]!;
    expect(ulpError(ln2, Math.LN2, type)).toBeLessThanOrEqual(1);
    expectSame(
      sigmoidCrossEntropy(x, t),
      points.map(([, , loss]) => (loss === Math.LN2 ? ln2 : loss)),
    );
    expectSame(
      sigmoidCrossEntropy.grad(x, t),
      points.map(([, , , slope]) => slope),
    );
  });

  test("sigmoidCrossEntropy is within its bound", () => {
    const random = generator(3);
    const count = type === "f32" ? 1_000_000 : 200_000;
    const x = arrayOf(type, count).map(() => (random() - 0.5) * 2 ** (random() * 9)) as Float32Array;
    const t = x.map(() => [0, 1, random(), random() * 2 ** -20][Math.floor(random() * 4)]!) as Float32Array;
    const losses = sigmoidCrossEntropy(x, t);
    const slopes = sigmoidCrossEntropy.grad(x, t);
    const bound = sigmoidCrossEntropy.spec.errorBounds[type] + REFERENCE[type];
    let [worst, steepest] = [0, 0];
    for (let i = 0; i < count; i++) {
      const want = exact.sigmoidCrossEntropy(x[i]!, t[i]!);
      const error = Math.max(Math.abs(losses[i]! - want) - smallestNormal(type), 0);
      worst = Math.max(worst, error / ulp(want, type));
      const slope = exact.sigmoidCrossEntropyGrad(x[i]!, t[i]!);
      const off = Math.max(Math.abs(slopes[i]! - slope) - smallestNormal(type), 0);
      steepest = Math.max(steepest, off / ulp(exact.sigmoidCrossEntropyTerms(x[i]!, t[i]!), type));
    }
    expect(worst).toBeLessThanOrEqual(bound);
    expect(steepest).toBeLessThanOrEqual(GRADIENT[type] + REFERENCE[type]);
  });

  test("softmin is softmax of −x, bit for bit", () => {
    const x = f32or64(type, uniform(type, 1_000, 30, 1));
    const dy = f32or64(type, uniform(type, 1_000, 2, 2));
    const minus = x.map((v) => -v) as Float32Array;
    const options = { shape: [10, 100], axis: 0 };
    const y = softmin(x, options);
    expectSame(y, softmax(minus, options));
    // Of a 0 the sign is of no meaning.
    const opposite = (values: Float32Array) => values.map((v) => 0 - v);
    expectSame(softmin.grad(x, dy, options), opposite(softmax.grad(minus, dy, options)));
    expectSame(softmin.gradFromOutput(y, dy, options), opposite(softmax.gradFromOutput(y, dy, options)));
  });

  test("the gradient of logSoftmax is the gradient of the cross-entropy, for each label", () => {
    const x = f32or64(type, uniform(type, 60, 4, 5));
    const shape = [6, 10];
    const labels = Int32Array.of(0, 9, 3, 3, 5, 1);
    const targets = x.map((_, i) => (labels[Math.floor(i / 10)] === i % 10 ? 1 : 0)) as Float32Array;
    const got = softmaxCrossEntropy.grad(x, labels, { shape });
    const want = softmaxCrossEntropy.grad(x, targets, { shape });
    expectNear(type, got, want, new Array(60).fill(1), 1);
  });
});

describe.each(TYPES)("%s: losses against torch", (type) => {
  test.each(lossCases())("$op $shape $options", ({ op, shape, options, x, labels, targets, loss, dx }) => {
    const logits = f32or64(type, x);
    const given = labels ?? f32or64(type, targets!);
    const f = [...rowLosses, ...elementLosses].find(({ spec }) => spec.name === op)!;
    const all = op === "softmaxCrossEntropy" ? { shape, ...options } : {};
    const bound = f.spec.errorBounds[type];
    // Targets are rounded to float32; torch errs by some units of f64.
    const torch = type === "f32" ? 0 : 8;
    expectNear(type, f(logits, given, all), loss, loss, bound + torch);
    expectNear(type, f.grad(logits, given, all), dx!, new Array(dx!.length).fill(1), 1 + torch);
  });
});

test("specs are frozen, and say what their documentation needs", () => {
  for (const f of [...rowwise, ...reductions, ...rowLosses, ...elementLosses]) {
    const { spec } = f;
    expect(Object.isFrozen(f) && Object.isFrozen(spec)).toBe(true);
    for (const text of [spec.formula, spec.gradient, spec.source]) expect(text).toMatch(/\S/);
    for (const type of TYPES) expect(spec.errorBounds[type]).toBeGreaterThan(0);
    for (const { description, default: preset, range } of Object.values(spec.parameters ?? {})) {
      expect(description).toMatch(/\S/);
      expect(preset !== undefined && range.holds(preset)).toBe(true);
    }
  }
});
