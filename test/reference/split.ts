import { reference } from "./index.js";

/**
 * The functions that halve, double or divide a dimension, in float64: what stands at the same
 * place of each piece of x makes what stands there in each piece of the result.
 */
export interface SplitReference {
  /** Into how many pieces x is divided, and how many the result has. */
  taken(options: { readonly pieces?: number }): number;
  readonly made: number;
  f(x: readonly number[]): readonly number[];
  grad(x: readonly number[], dy: readonly number[]): readonly number[];
  /** The size that the error of a gradient is a fraction of, where that is not the gradient itself. */
  sizes?(x: readonly number[], dy: readonly number[]): readonly number[];
}

/** v, weighed: a weight of 0 wins over ∞, and over NaN unless that is an element of x. */
const weigh = (weight: number, ...factors: readonly number[]) =>
  weight === 0 ? 0 : factors.reduce((product, factor) => product * factor, weight);
/** NaN in an element of x gives NaN at its place. */
const on = (x: number, v: number) => (Number.isNaN(x) ? Number.NaN : v);

const sigma = (x: number) => reference.sigmoid!.f(x, {});
const sigmaSlope = (x: number) => reference.sigmoid!.df(x, {});

/** φ(a)·b */
function firstGate(phi: string): SplitReference {
  const { f, df } = reference[phi]!;
  return {
    taken: () => 2,
    made: 1,
    f: ([a, b]) => [on(b!, weigh(f(a!, {}), b!))],
    grad: ([a, b], [g]) => [weigh(df(a!, {}), g!, b!), on(b!, weigh(f(a!, {}), g!))],
    // φ′ may cross zero, where it has an absolute error.
    sizes: ([a, b], [g]) => [weigh(df(a!, {}) && Math.max(Math.abs(df(a!, {})), 0.5), g!, b!), f(a!, {}) * g!],
  };
}

export const splitReference: Readonly<Record<string, SplitReference>> = {
  glu: {
    taken: () => 2,
    made: 1,
    f: ([a, b]) => [on(a!, weigh(sigma(b!), a!))],
    grad: ([a, b], [g]) => [on(a!, weigh(sigma(b!), g!)), weigh(sigmaSlope(b!), a!, g!)],
  },
  swiglu: firstGate("silu"),
  geglu: firstGate("gelu"),
  reglu: firstGate("relu"),
  crelu: {
    taken: () => 1,
    made: 2,
    f: ([x]) => [Math.max(x!, 0), Math.max(-x!, 0)],
    grad: ([x], [g, h]) => [on(x!, x! > 0 ? g! : x! < 0 ? -h! : 0)],
  },
  maxout: {
    taken: ({ pieces }) => pieces!,
    made: 1,
    f: (x) => [Math.max(...x)],
    grad: (x, [g]) => {
      const first = x.indexOf(Math.max(...x));
      return x.map((v, k) => on(v, k === first ? g! : 0));
    },
  },
};
