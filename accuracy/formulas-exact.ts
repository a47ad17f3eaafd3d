import { arithmetic, type Real } from "./decimal.js";

/** The functions of formulas, and published activations with their derivatives, straight from their definitions. */

export interface Definition {
  readonly f: (x: Real) => Real;
  readonly df?: (x: Real) => Real;
}

export function formulaDefinitions(digits: number) {
  const { D, real, ZERO, ONE, TWO, HALF, PI, expm1, log1p, sigma, sigmaSlope, tanh, erfc } = arithmetic(digits);

  const logOfOnePlus = (x: Real) => (x.abs().lt(0.1) ? log1p(x) : x.plus(1).ln());
  const bell = (x: Real) => x.times(x).neg().exp();
  const erfSlope = (x: Real) => bell(x).times(2).div(PI.sqrt());
  /** By its series near 0, where 1 − erfc x would lose digits. */
  function erf(x: Real): Real {
    if (x.abs().gt(1)) return x.isNeg() ? erf(x.neg()).neg() : ONE.minus(erfc(x));
    let term = x;
    let total = x;
    for (let k = 1; term.abs().gt(total.abs().times(`1e-${digits + 10}`)); k++) {
      term = term
        .times(x)
        .times(x)
        .times(2)
        .div(2 * k + 1);
      total = total.plus(term);
    }
    return total.times(erfSlope(x));
  }
  const cosh = (x: Real) => x.exp().plus(x.neg().exp()).div(2);
  const sinh = (x: Real) => expm1(x).minus(expm1(x.neg())).div(2);
  const asinh = (x: Real): Real => {
    if (x.isNeg()) return asinh(x.neg()).neg();
    const square = x.times(x);
    return logOfOnePlus(x.plus(square.div(square.plus(1).sqrt().plus(1))));
  };
  const tanhSlope = (x: Real) => ONE.div(cosh(x).pow(2));
  const softplus = (x: Real) => D.max(x, ZERO).plus(log1p(x.abs().neg().exp()));

  const primitives: Readonly<Record<string, Definition>> = {
    exp: { f: (x) => x.exp() },
    expm1: { f: expm1 },
    log: { f: (x) => x.ln() },
    log1p: { f: logOfOnePlus },
    log2: { f: (x) => x.ln().div(TWO.ln()) },
    sin: { f: (x) => x.sin() },
    cos: { f: (x) => x.cos() },
    tan: { f: (x) => x.sin().div(x.cos()) },
    atan: { f: (x) => x.atan() },
    sinh: { f: sinh },
    cosh: { f: cosh },
    asinh: { f: asinh },
    erf: { f: erf },
    erfc: { f: erfc },
  };

  /** x·g(u(x)) */
  const gated = (
    g: (u: Real) => Real,
    dg: (u: Real) => Real,
    u: (x: Real) => Real,
    du: (x: Real) => Real,
  ): Definition => ({
    f: (x) => x.times(g(u(x))),
    df: (x) => g(u(x)).plus(x.times(dg(u(x))).times(du(x))),
  });
  const same = (x: Real) => x;
  const phi = (x: Real) => erfc(x.neg().div(TWO.sqrt())).div(2);
  const density = (x: Real) => x.times(x).div(-2).exp().div(PI.times(2).sqrt());
  const gelu = (x: Real) => x.times(phi(x));
  const geluSlope = (x: Real) => phi(x).plus(x.times(density(x)));
  const logSigma = (x: Real) => logOfOnePlus(sigma(x));
  const logSigmaSlope = (x: Real) => sigmaSlope(x).div(sigma(x).plus(1));
  const thirty = real(30);
  const shift = HALF.sqrt();
  const scale = PI.times(2).sqrt();
  // As the formula has it: 0.8 is a number of the element type there, which counts less than its roundings.
  const p = new D("0.8");

  const activations: Readonly<Record<string, Required<Definition>>> = {
    snake: {
      f: (x) => x.plus(x.sin().pow(2)),
      df: (x) => ONE.plus(x.times(2).sin()),
    },
    serf: gated(erf, erfSlope, softplus, sigma) as Required<Definition>,
    tanhExp: gated(
      tanh,
      tanhSlope,
      (x) => x.exp(),
      (x) => x.exp(),
    ) as Required<Definition>,
    logish: gated(same, () => ONE, logSigma, logSigmaSlope) as Required<Definition>,
    phish: gated(tanh, tanhSlope, gelu, geluSlope) as Required<Definition>,
    smish: gated(tanh, tanhSlope, logSigma, logSigmaSlope) as Required<Definition>,
    isru: {
      f: (x) => x.div(x.times(x).plus(1).sqrt()),
      df: (x) => x.times(x).plus(1).sqrt().pow(-3),
    },
    elish: {
      f: (x) => (x.isNeg() ? expm1(x) : x).times(sigma(x)),
      df: (x) =>
        x.isNeg()
          ? x
              .exp()
              .times(sigma(x))
              .plus(expm1(x).times(sigmaSlope(x)))
          : sigma(x).plus(x.times(sigmaSlope(x))),
    },
    gaussian: { f: bell, df: (x) => bell(x).times(x).times(-2) },
    sine: { f: (x) => x.times(thirty).sin(), df: (x) => x.times(thirty).cos().times(thirty) },
    laplace: {
      f: (x) => erfc(shift.minus(x).times(scale)).div(2),
      df: (x) => bell(shift.minus(x).times(scale)).times(scale).div(PI.sqrt()),
    },
    xielu: {
      f: (x) => (x.gt(0) ? p.times(x).plus(HALF).times(x) : p.times(expm1(x).minus(x)).plus(x.times(HALF))),
      df: (x) => (x.gt(0) ? p.times(2).times(x).plus(HALF) : p.times(expm1(x)).plus(HALF)),
    },
    mish: gated(tanh, tanhSlope, softplus, sigma) as Required<Definition>,
    silu: gated(sigma, sigmaSlope, same, () => ONE) as Required<Definition>,
    elu: {
      f: (x) => (x.gt(0) ? x : expm1(x)),
      df: (x) => (x.gt(0) ? ONE : x.exp()),
    },
  };
  return { real, primitives, activations };
}
