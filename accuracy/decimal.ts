import { Decimal } from "decimal.js";

/** Numbers of 80 digits, and the functions that definitions need of them, to 60 digits at least. */
export const D = Decimal.clone({ precision: 80, minE: -9e15, maxE: 9e15, rounding: Decimal.ROUND_HALF_EVEN });

export type Real = Decimal;

/** The binary number itself: `new Decimal(0.1)` would be the decimal one. */
export function real(x: number): Real {
  return new D(Number.isFinite(x) ? x.toPrecision(80) : x);
}

export const ZERO = real(0);
export const ONE = real(1);
export const TWO = real(2);
export const HALF = real(0.5);
export const PI = new D(
  "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798",
);

const EPSILON = new D("1e-85");

/** Adds terms until they no longer count. */
function sum(first: Real, next: (term: Real, k: number) => Real, part = (term: Real, _: number) => term): Real {
  let term = first;
  let total = part(term, 0);
  for (let k = 1; !term.isZero() && term.abs().gt(total.abs().times(EPSILON)); k++) {
    term = next(term, k);
    total = total.plus(part(term, k));
  }
  return total;
}

/** eˣ − 1, by its series where the subtraction would lose digits. */
export function expm1(x: Real): Real {
  if (x.abs().gt(0.5)) return x.exp().minus(1);
  return sum(x, (term, k) => term.times(x).div(k + 1));
}

/** ln(1 + x) for 0 ≤ x ≤ 1: 2·artanh(x/(2 + x)). */
export function log1p(x: Real): Real {
  const s = x.div(x.plus(2));
  const square = s.times(s);
  const power = (term: Real) => term.times(square);
  return sum(s, power, (term, k) => term.div(2 * k + 1)).times(2);
}

/** 1/(1 + e^−x) */
export function sigma(x: Real): Real {
  const e = x.abs().neg().exp();
  return (x.isNeg() ? e : ONE).div(e.plus(1));
}

/** σ·(1 − σ) */
export function sigmaSlope(x: Real): Real {
  const e = x.abs().neg().exp();
  return e.div(e.plus(1).pow(2));
}

export function tanh(x: Real): Real {
  if (x.isNeg()) return tanh(x.neg()).neg();
  // The difference from 1 is beyond the digits, and e^2x may be beyond the exponents.
  if (x.gt(200)) return ONE;
  const e = expm1(x.times(2));
  return e.div(e.plus(2));
}

/** x − tanh x = (x·cosh x − sinh x)/cosh x, whose series Σ 2k·x^(2k+1)/(2k + 1)! does not cancel. */
export function tanhShrink(x: Real): Real {
  if (x.abs().gt(1)) return x.minus(tanh(x));
  const square = x.times(x);
  const power = (term: Real, k: number) => term.times(square).div((2 * k + 2) * (2 * k + 3));
  const numerator = sum(x.times(square).div(6), power, (term, k) => term.times(2 * k + 2));
  return numerator.times(2).div(x.exp().plus(x.neg().exp()));
}

// Below, the series loses log₁₀ erfc(4) = 8 of the digits; above, these many terms of the fraction are enough.
const FAR = 4;
const TERMS = 400;

/** 1 − erf z, by the series of erf near 0, by the continued fraction of Laplace far from it. */
export function erfc(z: Real): Real {
  if (z.isNeg()) return TWO.minus(erfc(z.neg()));
  // e^(−z²) has more digits in its exponent than a number has.
  if (z.gt(1e7)) return ZERO;
  const square = z.times(z);
  const density = square.neg().exp().div(PI.sqrt());
  if (z.lt(FAR)) {
    const erf = sum(z, (term, k) =>
      term
        .times(square)
        .times(2)
        .div(2 * k + 1),
    );
    return ONE.minus(erf.times(density).times(2));
  }
  let fraction = z;
  for (let k = TERMS; k >= 1; k--) fraction = z.plus(new D(k).div(fraction.times(2)));
  return density.div(fraction);
}
