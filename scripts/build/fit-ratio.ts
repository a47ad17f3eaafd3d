import { arithmetic, type Real } from "../../accuracy/decimal.js";

/**
 * Prints the coefficients of assembly/math/ratio.ts: tanh(f·ln2/2) = f·B(f²)/A(f²) for |f| ≤ ½, A and B of degree 2, A(0) = 1,
 * equal at the Chebyshev points of f². Run with: npx tsx scripts/build/fit-ratio.ts
 */

const { D, real, ONE, ZERO, PI, tanh } = arithmetic(60);
const DEGREE = 2;
const COUNT = 2 * DEGREE + 1;
const HALF_LN2 = new D(2).ln().div(2);

function quotient(z: Real): Real {
  const f = z.sqrt();
  return tanh(f.times(HALF_LN2)).div(f);
}

/** Solves a system of linear equations, a row each with the right side last. */
function solve(rows: Real[][]): Real[] {
  rows.forEach((_, k) => {
    const best = rows.slice(k).reduce((a, b) => (b[k]!.abs().gt(a[k]!.abs()) ? b : a));
    const at = rows.indexOf(best);
    [rows[k], rows[at]] = [best, rows[k]!];
    const pivot = best.map((value) => value.div(best[k]!));
    rows[k] = pivot;
    rows.forEach((row, i) => {
      if (i !== k) rows[i] = row.map((value, j) => value.minus(row[k]!.times(pivot[j]!)));
    });
  });
  return rows.map((row) => row.at(-1)!);
}

const points = Array.from({ length: COUNT }, (_, i) =>
  ONE.minus(
    PI.times(2 * i + 1)
      .div(2 * COUNT)
      .cos(),
  ).div(8),
);
const powers = Array.from({ length: DEGREE + 1 }, (_, k) => k);
const equations = points.map((z) => {
  const q = quotient(z);
  const numerator = powers.map((k) => z.pow(k));
  const denominator = powers.slice(1).map((k) => z.pow(k).times(q).neg());
  return [...numerator, ...denominator, q];
});
const coefficients = solve(equations).map((value) => value.toNumber());
const b = coefficients.slice(0, DEGREE + 1);
const a = [1, ...coefficients.slice(DEGREE + 1)];

const value = (of: readonly number[], z: Real) => of.reduceRight((sum, c) => sum.times(z).plus(real(c)), ZERO);
const errors = Array.from({ length: 400 }, (_, k) => {
  const z = ONE.times(k + 1).div(1600);
  return value(b, z).div(value(a, z)).div(quotient(z)).minus(1).abs();
});
console.log("A", a);
console.log("B", b);
console.log("relative error 2 ^", Math.log2(D.max(...errors).toNumber()).toFixed(1));
