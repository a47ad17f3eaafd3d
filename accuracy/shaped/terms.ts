import { arithmetic, type Real } from "../decimal.js";
import { definitions, type Exact } from "../exact.js";
import { rowDefinitions } from "../exact-rows.js";

/** An exact result, and the size that its error is measured by where that is larger. */
export interface Terms {
  readonly want: Real;
  readonly size: Real;
}

export type Reals = readonly Real[];

/** The results of a row, of which the element i is computed when asked for. `other` has slopes or targets. */
export type Results = (i: number) => Terms;
export type Value = (x: Reals, other: Reals) => Results;
/** The gradient in x of Σ dy·y. */
export type Gradient = (x: Reals, dy: Reals, other: Reals) => Results;

const DIGITS = 60;
const { ONE, ZERO, D, real, sigma, log1p } = arithmetic(DIGITS);
const { silu, gelu, relu, sigmoid } = definitions(DIGITS, "f64");
const { sparsemax: projection } = rowDefinitions(DIGITS);
const ENDLESS = real(Infinity);
/** Halves of an axis compete. */
export const PIECES = 2;

const sum = (row: Reals) => row.reduce((total, value) => total.plus(value), ZERO);
const magnitudes = (row: Reals) => sum(row.map((value) => value.abs()));
const single = (want: Real): Terms => ({ want, size: want.abs() });
const atLeast = (want: Real, ...sizes: readonly Real[]): Terms => ({ want, size: D.max(want.abs(), ...sizes) });

/** One computation for each row, shared by the functions. */
function remembered<T>(compute: (row: Reals) => T): (row: Reals) => T {
  const known = new WeakMap<Reals, T>();
  return (row) => {
    const made = known.get(row) ?? compute(row);
    known.set(row, made);
    return made;
  };
}

/** Equal elements of a long row are the same object, and have the same result. */
function mapOnce(row: Reals, f: (value: Real) => Real): Reals {
  const known = new Map<Real, Real>();
  return row.map((value) => {
    const made = known.get(value) ?? f(value);
    known.set(value, made);
    return made;
  });
}

interface Softmax {
  /** The place of the first of the largest elements, and that element. */
  readonly top: number;
  readonly m: Real;
  /** e^(x − m), their sum, and the sum without the element `top`. */
  readonly powers: Reals;
  readonly total: Real;
  readonly rest: Real;
  p(i: number): Real;
  /** 1 − p, without a difference from 1. */
  others(i: number): Real;
}

const softmaxOf = remembered((x): Softmax => {
  const top = x.reduce((best, value, i) => (value.gt(x[best]!) ? i : best), 0);
  const m = x[top]!;
  const powers = mapOnce(x, (value) => value.minus(m).exp());
  const rest = sum(powers.filter((_, i) => i !== top));
  const total = rest.plus(1);
  return {
    ...{ top, m, rest, total, powers },
    p: (i) => powers[i]!.div(total),
    others: (i) => (i === top ? rest : total.minus(powers[i]!)).div(total),
  };
});

/** −x, the same row each time, so that its softmax is remembered. */
const mirrored = remembered((x) => mapOnce(x, (value) => value.neg()));

/** m + ln Σ e^(x − m) */
const logSumExp = remembered((x) => {
  const { m, rest } = softmaxOf(x);
  return { m, value: m.plus(rest.lte(1) ? log1p(rest) : rest.plus(1).ln()) };
});

/** p·(d − Σ p·d), d = dy less dy at the largest element */
const softmaxGrad: Gradient = (x, dy) => {
  const { top, p, powers, total } = softmaxOf(x);
  const d = dy.map((value) => value.minus(dy[top]!));
  const weighed = d.map((value, i) => value.times(powers[i]!));
  const [mean, size] = [sum(weighed).div(total), magnitudes(weighed).div(total)];
  return (i) => ({
    want: p(i).times(d[i]!.minus(mean)),
    size: p(i).times(d[i]!.abs().plus(size)),
  });
};

/** dy·(1 − p) − p·Σ dy of the others */
const logSoftmaxGrad: Gradient = (x, dy) => {
  const { p, others } = softmaxOf(x);
  const [total, size] = [sum(dy), magnitudes(dy)];
  return (i) => {
    const [own, rest] = [dy[i]!, others(i)];
    return {
      want: own.times(rest).minus(p(i).times(total.minus(own))),
      size: own
        .abs()
        .times(rest)
        .plus(p(i).times(size.minus(own.abs()))),
    };
  };
};

const sparsemaxOf = remembered((x) => projection!.f(x, []));

/** A gap to τ, which f64 arithmetic may not see. */
const NEAR = 2 ** -50;

/** True if the order of some element and τ is beyond f64. */
const unsure = remembered((x) => {
  const y = sparsemaxOf(x);
  const top = y.reduce((best, value, i) => (value.gt(y[best]!) ? i : best), 0);
  const tau = x[top]!.minus(y[top]!);
  return x.some((value) => value.minus(tau).abs().lt(NEAR));
});

/** dy less its mean over the support. Where the support is not sure, every result will do. */
const sparsemaxGrad: Gradient = (x, dy) => {
  if (unsure(x)) return () => ({ want: ZERO, size: ENDLESS });
  const y = sparsemaxOf(x);
  const kept = dy.filter((_, i) => y[i]!.gt(0));
  const [mean, size] = [sum(kept).div(kept.length), magnitudes(kept).div(kept.length)];
  return (i) =>
    y[i]!.gt(0) ? { want: dy[i]!.minus(mean), size: dy[i]!.abs().plus(size) } : { want: ZERO, size: ZERO };
};

interface Halves {
  readonly factor: Reals;
  readonly gate: Reals;
  /** True if element i is one of the gate. */
  isGate(i: number): boolean;
}

function halvesOf(x: Reals, last: boolean): Halves {
  const half = x.length / 2;
  const [first, second] = [x.slice(0, half), x.slice(half)];
  return last
    ? { factor: first, gate: second, isGate: (i) => i >= half }
    : { factor: second, gate: first, isGate: (i) => i < half };
}

/**
 * φ of the gate times the factor. φ′ of silu and gelu crosses 0, where its error is measured by 1, as in the functions' own
 * bounds.
 */
function gated(phi: Exact, last: boolean, crosses: boolean): { value: Value; gradient: Gradient } {
  return {
    value: (x) => {
      const { factor, gate } = halvesOf(x, last);
      return (i) => single(phi.f(gate[i]!, {}).times(factor[i]!));
    },
    gradient: (x, dy) => {
      const { factor, gate, isGate } = halvesOf(x, last);
      return (i) => {
        const at = i % gate.length;
        if (!isGate(i)) return single(phi.f(gate[at]!, {}).times(dy[at]!));
        const weight = factor[at]!.times(dy[at]!);
        const want = phi.df(gate[at]!, {}).times(weight);
        return crosses ? { want, size: weight.abs() } : single(want);
      };
    },
  };
}

const glu = gated(sigmoid!, true, false);
const swiglu = gated(silu!, false, true);
const geglu = gated(gelu!, false, true);
const reglu = gated(relu!, false, false);

/** The index of the first of the largest of x_j, x_(j+U), … */
function winner(x: Reals, j: number): number {
  const units = x.length / PIECES;
  const rivals = Array.from({ length: PIECES }, (_, k) => j + k * units);
  return rivals.reduce((best, i) => (x[i]!.gt(x[best]!) ? i : best));
}

/** x, or −x in the second half; 0 where it is negative */
const positive = (x: Reals, i: number) => D.max(i < x.length ? x[i]! : x[i - x.length]!.neg(), 0);

const prelu: Value = (x, slopes) => (i) => single(x[i]!.gt(0) ? x[i]! : x[i]!.times(slopes[i]!));
const preluGrad: Gradient = (x, dy, slopes) => (i) => single(x[i]!.gt(0) ? dy[i]! : dy[i]!.times(slopes[i]!));

export const values: Readonly<Record<string, Value>> = {
  softmax: (x) => (i) => single(softmaxOf(x).p(i)),
  softmin: (x) => (i) => single(softmaxOf(mirrored(x)).p(i)),
  logSoftmax: (x) => {
    const { m, value } = logSumExp(x);
    return (i) => atLeast(x[i]!.minus(m).minus(value.minus(m)), ONE);
  },
  logSumExp: (x) => () => {
    const { m, value } = logSumExp(x);
    return atLeast(value, m.abs(), ONE);
  },
  sparsemax: (x) => (i) => ({ want: sparsemaxOf(x)[i]!, size: ONE }),
  prelu,
  rrelu: prelu,
  glu: glu.value,
  swiglu: swiglu.value,
  geglu: geglu.value,
  reglu: reglu.value,
  crelu: (x) => (i) => single(positive(x, i)),
  maxout: (x) => (j) => single(x[winner(x, j)]!),
  // A target of 0 adds 0.
  softmaxCrossEntropy: (x, targets) => () => {
    const { value } = logSumExp(x);
    return single(sum(targets.map((t, i) => (t.isZero() ? ZERO : t.times(value.minus(x[i]!))))));
  },
  sigmoidCrossEntropy: (x, targets) => (i) => {
    const [v, t] = [x[i]!, targets[i]!];
    return single(D.max(v, 0).minus(v.times(t)).plus(log1p(v.abs().neg().exp())));
  },
};

export const gradients: Readonly<Record<string, Gradient>> = {
  softmax: softmaxGrad,
  softmin: (x, dy) => {
    const results = softmaxGrad(mirrored(x), dy, []);
    return (i) => {
      const { want, size } = results(i);
      return { want: want.neg(), size };
    };
  },
  logSoftmax: logSoftmaxGrad,
  logSumExp:
    (x, [dy]) =>
    (i) =>
      single(softmaxOf(x).p(i).times(dy!)),
  sparsemax: sparsemaxGrad,
  prelu: preluGrad,
  rrelu: preluGrad,
  glu: glu.gradient,
  swiglu: swiglu.gradient,
  geglu: geglu.gradient,
  reglu: reglu.gradient,
  crelu: (x, dy) => (i) => {
    const [own, opposite] = [dy[i]!, dy[i + x.length]!.neg()];
    return single(x[i]!.gt(0) ? own : x[i]!.lt(0) ? opposite : ZERO);
  },
  maxout: (x, dy) => (i) => {
    const unit = i % dy.length;
    return single(winner(x, unit) === i ? dy[unit]! : ZERO);
  },
  softmaxCrossEntropy: (x, _, targets) => logSoftmaxGrad(x, mirrored(targets), []),
  sigmoidCrossEntropy: (x, _, targets) => (i) => {
    const up = sigma(x[i]!).times(ONE.minus(targets[i]!));
    const down = sigma(x[i]!.neg()).times(targets[i]!);
    return { want: up.minus(down), size: up.abs().plus(down.abs()) };
  },
};

/** Σ dy·x over x ≤ 0: the gradient in one slope. */
export function slopeGradient(x: Reals, dy: Reals): Terms {
  const terms = x.flatMap((value, i) => (value.gt(0) ? [] : [value.times(dy[i]!)]));
  return { want: sum(terms), size: magnitudes(terms) };
}
