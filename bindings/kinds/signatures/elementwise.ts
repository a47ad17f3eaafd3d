import type { FloatArray, Fresh, Like, ValueAndDerivative } from "../../core/arrays.js";
import type { Accumulate } from "../../core/options.js";
import type { NoParameters, Parameters, Values } from "../../core/parameters.js";
import type { Spec } from "../spec.js";
import type { Binary, Last, Output, Total, Unary } from "./calls.js";

/** Parameters by name, and where to write. */
export type Options<P extends Parameters, O> = Values<P> & Output<O>;

/** The same of a gradient. */
export type GradientOptions<P extends Parameters, O> = Options<P, O> & Accumulate;

/** Where f′(x) goes. */
export interface Derivative<D> {
  /** Where to write f′(x): of x's type and length, and may be x, but not `out`; default a new array. */
  derivative?: D;
}

/** Parameters by name, and where to write f(x) and f′(x). */
export type BothOptions<P extends Parameters, O, D> = Options<P, O> & Derivative<D>;

/** f(x) and f′(x) in one call. */
export interface WithDerivative<P extends Parameters> {
  <A extends FloatArray, O extends Like<A> = Fresh<A>, D extends Like<A> = Fresh<A>>(
    x: A,
    ...options: Last<Values<P> & Derivative<D>, O>
  ): ValueAndDerivative<O, D>;
  /** The same of many arrays, a pair for each: see the function's own `batch`. */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>, D extends Like<A> = Fresh<A>>(
    x: readonly A[],
    ...options: Last<Values<P> & Derivative<readonly D[]>, readonly O[]>
  ): ValueAndDerivative<O, D>[];
}

/** An activation function of each element by itself: f(x) has as many elements as x, of the same type. */
export interface Elementwise<P extends Parameters = NoParameters> extends Unary<Values<P>> {
  /** dx = dy · f′(x), of the type and length of x. */
  readonly grad: Binary<Values<P> & Accumulate>;
  /** f′(x) */
  readonly derivative: Unary<Values<P>>;
  /** f(x) and f′(x), with the bits that the function and `derivative` give, in one call. */
  readonly valueAndDerivative: WithDerivative<P>;
  readonly spec: Spec<P>;
}

/** An activation function whose derivative is a function of its output, too. */
export interface OutputDifferentiable<P extends Parameters = NoParameters> extends Elementwise<P> {
  /** dx = dy · f′(x) from y = f(x). As exact as y allows: `grad` is the accurate one. */
  readonly gradFromOutput: Binary<Values<P> & Accumulate>;
}

/**
 * Gradients of the parameters L that can be learned, as `gradAlpha` of alpha: Σ dy·∂f/∂p over all
 * elements, a number, 0 for none. The sum is in f64 in a fixed order; each ∂f/∂p is within 4 ULP, or
 * less than it is where |beta·x| > 87 (f64: 700). A unit that is off counts 0, whatever its dy; where
 * ∂f/∂p is 0 a dy of ±∞ counts 0, too. NaN in x, or in dy of a unit that is on, gives NaN; ±∞ there
 * gives ±∞ or NaN.
 *
 * They throw what `grad` throws, and take no `out`.
 */
export type ParameterGradients<P extends Parameters, L extends keyof P & string> = {
  readonly [K in L as `grad${Capitalize<K>}`]: Total<Values<P>>;
};
