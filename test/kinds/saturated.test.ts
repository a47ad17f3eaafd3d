import { describe, expect, test } from "vitest";
import { arithmetic } from "../../accuracy/decimal.js";
import { logSoftmax, sigmoidCrossEntropy, softmax, softmaxCrossEntropy, softmin } from "../../bindings/index.js";
import { generator } from "../support/arrays.js";
import { expectAtMost } from "../support/bounds.js";
import { type ElementType, TYPES } from "../support/call.js";
import { f32or64 } from "../support/near.js";
import { smallestNormal, ulp } from "../support/ulp.js";

/** Gradients where one element of a row dominates, at 60 digits, in the form that does not cancel. */

const { real, ZERO } = arithmetic(60);
const ONE = real(1);
type Real = typeof ZERO;

const sum = (terms: readonly Real[]) => terms.reduce((total, term) => total.plus(term), ZERO);

/** p, 1 − p as the sum of the others, and the place of the largest. */
function softmaxOf(x: readonly Real[]) {
  const k = x.reduce((best, value, i) => (value.gt(x[best]!) ? i : best), 0);
  const terms = x.map((value) => value.minus(x[k]!).exp());
  const total = sum(terms);
  const others = terms.map((_, i) => sum(terms.filter((_term, j) => j !== i)).div(total));
  return { k, p: terms.map((term) => term.div(total)), others };
}

/** A gradient, and the sum of the magnitudes of its terms. */
interface Exact {
  readonly want: Real;
  readonly size: Real;
}

function ofSoftmax(x: readonly Real[], g: readonly Real[]): Exact[] {
  const { k, p } = softmaxOf(x);
  const d = g.map((value) => value.minus(g[k]!));
  const mean = sum(d.map((value, i) => value.times(p[i]!)));
  const size = sum(d.map((value, i) => value.abs().times(p[i]!)));
  return d.map((value, i) => ({ want: p[i]!.times(value.minus(mean)), size: p[i]!.times(value.abs().plus(size)) }));
}

function ofLogSoftmax(x: readonly Real[], g: readonly Real[]): Exact[] {
  const { p, others } = softmaxOf(x);
  return g.map((value, i) => {
    const rest = g.filter((_, j) => j !== i);
    return {
      want: value.times(others[i]!).minus(p[i]!.times(sum(rest))),
      size: value
        .abs()
        .times(others[i]!)
        .plus(p[i]!.times(sum(rest.map((each) => each.abs())))),
    };
  });
}

function expectClose(type: ElementType, got: ArrayLike<number>, exact: readonly Exact[], bound: number, what: string) {
  const unit = type === "f32" ? 2 ** -24 : 2 ** -53;
  exact.forEach(({ want, size }, i) => {
    const error = Math.max(real(got[i]!).minus(want).abs().toNumber() - 4 * smallestNormal(type), 0);
    const allowed = bound * Math.max(ulp(want.toNumber(), type), unit * size.toNumber());
    expectAtMost(error, allowed, () => `${what} [${i}]: ${got[i]} for ${want.toNumber()}`);
  });
}

describe.each(TYPES)("%s: gradients keep their digits where a row is sure", (type) => {
  test.each([1, 5, 20, 40, 60, 100])("rows of spread %d", (spread) => {
    const random = generator(spread);
    for (const n of [1, 2, 3, 7, 40]) {
      const x = Array.from({ length: n }, () => (random() - 0.5) * spread);
      const [logits, dy] = [
        f32or64(type, x),
        f32or64(
          type,
          Array.from(x, () => random() * 2 - 1),
        ),
      ];
      const rows = [Array.from(logits, real), Array.from(dy, real)] as const;
      const largest = logits.indexOf(Math.max(...logits));
      const hot = (label: number) => rows[0].map((_, i) => (i === label ? ONE.neg() : ZERO));
      const exact = {
        softmax: ofSoftmax(...rows),
        logSoftmax: ofLogSoftmax(...rows),
        labels: [largest, 0].map((label) => [label, ofLogSoftmax(rows[0], hot(label))] as const),
        targets: ofLogSoftmax(
          rows[0],
          rows[1].map((t) => t.neg()),
        ),
      };
      for (const shape of [[n], [n, 1], [1, n, 1]]) {
        const options = { shape, axis: shape.indexOf(n) };
        const of = (f: { spec: { errorBounds: { gradient: Record<ElementType, number> } } }) =>
          f.spec.errorBounds.gradient[type];
        expectClose(type, softmax.grad(logits, dy, options), exact.softmax, of(softmax), "softmax");
        const opposite = logits.map((v) => -v) as Float32Array;
        const minus = softmin.grad(opposite, dy, options).map((v) => -v);
        expectClose(type, minus, exact.softmax, of(softmin), "softmin");
        expectClose(type, logSoftmax.grad(logits, dy, options), exact.logSoftmax, of(logSoftmax), "logSoftmax");
        for (const [label, want] of exact.labels) {
          const got = softmaxCrossEntropy.grad(logits, Int32Array.of(label), options);
          expectClose(type, got, want, of(softmaxCrossEntropy), `label ${label}`);
        }
        const got = softmaxCrossEntropy.grad(logits, dy, options);
        expectClose(type, got, exact.targets, of(softmaxCrossEntropy), "targets");
      }
    }
  });

  test("sigmoidCrossEntropy", () => {
    const x = f32or64(type, [17, -17, 40, -40, 0.5, 3, 60]);
    const t = f32or64(type, [1, 0, 1, 1, 0.25, 0.9, 1]);
    const exact = Array.from(x, (value, i): Exact => {
      const e = real(value).neg().exp();
      const [up, down] = [ONE.minus(real(t[i]!)).div(e.plus(1)), real(t[i]!).times(e).div(e.plus(1))];
      return { want: up.minus(down), size: up.abs().plus(down.abs()) };
    });
    const bound = sigmoidCrossEntropy.spec.errorBounds.gradient[type];
    expectClose(type, sigmoidCrossEntropy.grad(x, t), exact, bound, "sigmoidCrossEntropy");
  });

  test("masked, tied and special rows", () => {
    const row = (...values: number[]) => f32or64(type, values);
    const one = Int32Array.of(0);
    expect(Array.from(softmaxCrossEntropy.grad(row(0, -Infinity, -Infinity), one))).toEqual([0, 0, 0]);
    expect(Array.from(softmaxCrossEntropy.grad(row(3, 3), one))).toEqual([-0.5, 0.5]);
    expect(Array.from(softmax.grad(row(2, 2, -Infinity), row(1, 3, 9)))).toEqual([-0.5, 0.5, 0]);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      for (const x of [row(bad, 0, 1), row(0, bad, 1), row(0, 1, bad)]) {
        const dy = row(1, 2, 3);
        for (const dx of [softmax.grad(x, dy), logSoftmax.grad(x, dy), softmaxCrossEntropy.grad(x, one)]) {
          expect(Array.from(dx)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
        }
      }
    }
  });
});
