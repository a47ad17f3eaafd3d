import { arithmetic, type Real } from "./decimal.js";
import type { ElementType } from "./subjects.js";

/** An elementwise function and its derivative for finite x, straight from its definition. */
export interface Exact {
  f(x: Real, p: Reals): Real;
  df(x: Real, p: Reals): Real;
}
export type Reals = Readonly<Record<string, Real>>;

/** Every elementwise function, to so many digits. */
export function definitions(digits: number, type: ElementType): Readonly<Record<string, Exact>> {
  const { D, real, ZERO, ONE, TWO, HALF, PI, expm1, log1p, sigma, sigmaSlope, tanh, tanhShrink, erfc } =
    arithmetic(digits);

  const LAMBDA = new D("1.0507009873554804934193349852946");
  const ALPHA = new D("1.6732632423543772848170429916717");
  const QUICK = new D("1.702");
  const CUBE = new D("0.044715");
  const SIXTH = ONE.div(6);
  const ENDLESS = real(Infinity);
  // A parameter is a number of the element type.
  const GENTLE = real(type === "f32" ? Math.fround(0.01) : 0.01);
  const ROOT = TWO.div(PI).sqrt();

  const step = (on: boolean) => (on ? ONE : ZERO);
  const clip = (x: Real, low: Real, high: Real) => D.min(D.max(x, low), high);

  /** α·expm1(x/β) below 0. */
  const exponential = (x: Real, scale: Real, alpha: Real, beta: Real) =>
    x.gt(0) ? x.times(scale) : scale.times(alpha).times(expm1(x.div(beta)));
  const exponentialSlope = (x: Real, scale: Real, alpha: Real, beta: Real) =>
    x.gt(0) ? scale : scale.times(alpha).times(x.div(beta).exp());

  /** x·σ(βx) */
  const gated = (beta: (p: Reals) => Real): Exact => ({
    f: (x, p) => x.times(sigma(beta(p).times(x))),
    df: (x, p) => {
      const z = beta(p).times(x);
      return sigma(z).plus(z.times(sigmaSlope(z)));
    },
  });

  /** t = tanh(softplus(x)) and 1 − t, from E = e^−|x|. */
  function mish(x: Real): { t: Real; rest: Real } {
    const e = x.abs().neg().exp();
    const [numerator, rest] = x.isNeg() ? [e.times(e.plus(2)), TWO] : [e.times(2).plus(1), e.times(e).times(2)];
    const sum = numerator.plus(rest);
    return { t: numerator.div(sum), rest: rest.div(sum) };
  }

  /** √(2/π)·(x + 0.044715x³) */
  const bent = (x: Real) => ROOT.times(x.plus(CUBE.times(x.pow(3))));

  const relu = (x: Real, slope: Real) => (x.gt(0) ? x : slope.times(x));
  const shrinkSlope = (x: Real, { lambda = HALF }: Reals) => step(x.abs().gt(lambda));
  const squareRoot = (x: Real, { b = real(4) }: Reals) => x.times(x).plus(b).sqrt();
  const squareplus: Exact["f"] = (x, { b = real(4) }) => {
    const s = squareRoot(x, { b });
    return x.isNeg() ? b.div(s.minus(x).times(2)) : x.plus(s).div(2);
  };

  return {
    identity: { f: (x) => x, df: () => ONE },
    binaryStep: { f: (x) => step(x.gte(0)), df: () => ZERO },
    relu: {
      f: (x, { maxValue = ENDLESS, negativeSlope = ZERO, threshold = ZERO }) =>
        x.gt(threshold) ? D.min(x, maxValue) : negativeSlope.times(x.minus(threshold)),
      df: (x, { maxValue = ENDLESS, negativeSlope = ZERO, threshold = ZERO }) =>
        x.gt(threshold) ? step(x.lt(maxValue)) : negativeSlope,
    },
    relu6: { f: (x) => clip(x, ZERO, new D(6)), df: (x) => step(x.gt(0) && x.lt(6)) },
    leakyRelu: {
      f: (x, { negativeSlope = GENTLE }) => relu(x, negativeSlope),
      df: (x, { negativeSlope = GENTLE }) => (x.gt(0) ? ONE : negativeSlope),
    },
    leakyRelu6: {
      f: (x, { negativeSlope = GENTLE }) => D.min(relu(x, negativeSlope), 6),
      df: (x, { negativeSlope = GENTLE }) => (x.gt(0) ? step(x.lt(6)) : negativeSlope),
    },
    reluSquared: { f: (x) => D.max(x, 0).pow(2), df: (x) => D.max(x, 0).times(2) },
    thresholdedRelu: {
      f: (x, { theta = ONE }) => (x.gt(theta) ? x : ZERO),
      df: (x, { theta = ONE }) => step(x.gt(theta)),
    },
    threshold: {
      f: (x, { threshold, value }) => (x.gt(threshold!) ? x : value!),
      df: (x, { threshold }) => step(x.gt(threshold!)),
    },
    elu: {
      f: (x, { alpha = ONE }) => exponential(x, ONE, alpha, ONE),
      df: (x, { alpha = ONE }) => exponentialSlope(x, ONE, alpha, ONE),
    },
    selu: { f: (x) => exponential(x, LAMBDA, ALPHA, ONE), df: (x) => exponentialSlope(x, LAMBDA, ALPHA, ONE) },
    celu: {
      f: (x, { alpha = ONE }) => exponential(x, ONE, alpha, alpha),
      df: (x, { alpha = ONE }) => exponentialSlope(x, ONE, ONE, alpha),
    },
    sigmoid: { f: sigma, df: sigmaSlope },
    hardSigmoid: {
      f: (x, { alpha = SIXTH, beta = HALF }) => clip(alpha.times(x).plus(beta), ZERO, ONE),
      df: (x, { alpha = SIXTH, beta = HALF }) => {
        const y = alpha.times(x).plus(beta);
        return y.gt(0) && y.lt(1) ? alpha : ZERO;
      },
    },
    logSigmoid: { f: (x) => D.min(x, 0).minus(log1p(x.abs().neg().exp())), df: (x) => sigma(x.neg()) },
    sparseSigmoid: { f: (x) => clip(x.plus(1).div(2), ZERO, ONE), df: (x) => (x.abs().lt(1) ? HALF : ZERO) },
    tanh: { f: tanh, df: (x) => sigmaSlope(x.times(2)).times(4) },
    hardTanh: {
      f: (x, { min = ONE.neg(), max = ONE }) => clip(x, min, max),
      df: (x, { min = ONE.neg(), max = ONE }) => step(x.gt(min) && x.lt(max)),
    },
    tanhShrink: { f: tanhShrink, df: (x) => tanh(x).pow(2) },
    softsign: { f: (x) => x.div(x.abs().plus(1)), df: (x) => ONE.div(x.abs().plus(1).pow(2)) },
    softplus: {
      f: (x, { beta = ONE }) => D.max(x, 0).plus(log1p(beta.times(x).abs().neg().exp()).div(beta)),
      df: (x, { beta = ONE }) => sigma(beta.times(x)),
    },
    squareplus: { f: squareplus, df: (x, p) => squareplus(x, p).div(squareRoot(x, p)) },
    sparsePlus: {
      f: (x) => (x.gte(1) ? x : D.max(x.plus(1), 0).div(2).pow(2)),
      df: (x) => clip(x.plus(1).div(2), ZERO, ONE),
    },
    silu: gated(() => ONE),
    swish: gated(({ beta = ONE }) => beta),
    quickGelu: gated(() => QUICK),
    hardSwish: {
      f: (x) => x.times(clip(x.times(SIXTH).plus(HALF), ZERO, ONE)),
      df: (x) => (x.lte(-3) ? ZERO : x.gte(3) ? ONE : x.div(3).plus(HALF)),
    },
    mish: {
      f: (x) => x.times(mish(x).t),
      df: (x) => {
        const { t, rest } = mish(x);
        return t.plus(x.times(sigma(x)).times(rest).times(t.plus(1)));
      },
    },
    gelu: {
      f: (x) => HALF.times(x).times(erfc(x.div(TWO.sqrt()).neg())),
      df: (x) => {
        const density = x.times(x).div(-2).exp().div(TWO.times(PI).sqrt());
        return HALF.times(erfc(x.div(TWO.sqrt()).neg())).plus(x.times(density));
      },
    },
    geluTanh: {
      f: (x) => x.times(sigma(bent(x).times(2))),
      df: (x) => {
        const z = bent(x).times(2);
        const slope = ROOT.times(ONE.plus(CUBE.times(3).times(x.times(x))));
        return sigma(z).plus(x.times(2).times(sigmaSlope(z)).times(slope));
      },
    },
    hardShrink: { f: (x, { lambda = HALF }) => (x.abs().gt(lambda) ? x : ZERO), df: shrinkSlope },
    softShrink: {
      f: (x, { lambda = HALF }) => (x.abs().gt(lambda) ? x.abs().minus(lambda).times(x.s) : ZERO),
      df: shrinkSlope,
    },
    exp: { f: (x) => x.exp(), df: (x) => x.exp() },
  };
}
