import { Decimal } from "decimal.js";

export type Real = Decimal;

// Digits lost on the way: most of them where erfc is a difference from 1.
const GUARD = 20;

const PI =
  "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651";

const made = new Map<number, ReturnType<typeof make>>();

/** Numbers, and the functions that definitions need, with results of at least so many digits; 90 at most. */
export function arithmetic(digits: number): ReturnType<typeof make> {
  const known = made.get(digits) ?? make(digits);
  made.set(digits, known);
  return known;
}

function make(digits: number) {
  const precision = digits + GUARD;
  const D = Decimal.clone({ precision, minE: -9e15, maxE: 9e15, rounding: Decimal.ROUND_HALF_EVEN });

  /** The binary number itself, to 100 digits: `new Decimal(0.1)` would be the decimal one. */
  const real = (x: number): Real => new D(Number.isFinite(x) ? x.toPrecision(100) : x);

  const ZERO = real(0);
  const ONE = real(1);
  const TWO = real(2);
  const HALF = real(0.5);
  const pi = new D(PI);
  const epsilon = new D(10).pow(-precision - 5);

  /** Adds terms until they no longer count. */
  function sum(first: Real, next: (term: Real, k: number) => Real, part = (term: Real, _: number) => term): Real {
    let term = first;
    let total = part(term, 0);
    for (let k = 1; !term.isZero() && term.abs().gt(total.abs().times(epsilon)); k++) {
      term = next(term, k);
      total = total.plus(part(term, k));
    }
    return total;
  }

  /** eˣ − 1, by its series where the subtraction would lose digits. */
  function expm1(x: Real): Real {
    if (x.abs().gt(0.5)) return x.exp().minus(1);
    return sum(x, (term, k) => term.times(x).div(k + 1));
  }

  /** ln(1 + x) for 0 ≤ x ≤ 1: 2·artanh(x/(2 + x)). */
  function log1p(x: Real): Real {
    const s = x.div(x.plus(2));
    const square = s.times(s);
    const power = (term: Real) => term.times(square);
    return sum(s, power, (term, k) => term.div(2 * k + 1)).times(2);
  }

  /** 1/(1 + e^−x) */
  function sigma(x: Real): Real {
    const e = x.abs().neg().exp();
    return (x.isNeg() ? e : ONE).div(e.plus(1));
  }

  /** σ·(1 − σ) */
  function sigmaSlope(x: Real): Real {
    const e = x.abs().neg().exp();
    return e.div(e.plus(1).pow(2));
  }

  function tanh(x: Real): Real {
    if (x.isNeg()) return tanh(x.neg()).neg();
    // The difference from 1 lies beyond the digits, and e^2x may lie beyond the exponents.
    if (x.gt(2 * precision)) return ONE;
    const e = expm1(x.times(2));
    return e.div(e.plus(2));
  }

  /** x − tanh x = (x·cosh x − sinh x)/cosh x, whose series Σ 2k·x^(2k+1)/(2k + 1)! does not cancel. */
  function tanhShrink(x: Real): Real {
    if (x.abs().gt(1)) return x.minus(tanh(x));
    const square = x.times(x);
    const power = (term: Real, k: number) => term.times(square).div((2 * k + 2) * (2 * k + 3));
    const numerator = sum(x.times(square).div(6), power, (term, k) => term.times(2 * k + 2));
    return numerator.times(2).div(x.exp().plus(x.neg().exp()));
  }

  /** 1 − erf z: the series of erf near 0, where 1 − erf z loses up to log₁₀ erfc(4) = 8 digits, else a fraction. */
  function erfc(z: Real): Real {
    if (z.isNeg()) return TWO.minus(erfc(z.neg()));
    // The exponent of e^(−z²) would have more digits than a number has.
    if (z.gt(1e7)) return ZERO;
    const square = z.times(z);
    const density = square.neg().exp().div(pi.sqrt());
    if (z.gte(4)) return density.div(laplace(z));
    const erf = sum(z, (term, k) =>
      term
        .times(square)
        .times(2)
        .div(2 * k + 1),
    );
    return ONE.minus(erf.times(density).times(2));
  }

  /** Laplace's continued fraction z + ½/(z + 1/(z + 3⁄2/(z + …))), by Lentz's method. */
  function laplace(z: Real): Real {
    let fraction = z;
    let c = z;
    let d = ZERO;
    let change: Real;
    let k = 0;
    do {
      k += 0.5;
      c = z.plus(new D(k).div(c));
      d = ONE.div(z.plus(d.times(k)));
      change = c.times(d);
      fraction = fraction.times(change);
    } while (change.minus(1).abs().gt(epsilon.times(1e8)));
    return fraction;
  }

  return { D, real, ZERO, ONE, TWO, HALF, PI: pi, expm1, log1p, sigma, sigmaSlope, tanh, tanhShrink, erfc };
}
