import type { FloatArray, Fresh, Matching, ValueAndDerivative, Written } from "../../core/arrays.js";
import type { Spec } from "../spec.js";
import type { Added, Output, OutputOfBoth } from "./calls.js";

// The calls of functions with parameters that must be given. A rest parameter, `...options: [options?: …] | [options: …]`,
// would need no interfaces of their own, but editors show no text for it.

/** A function of an array, with the options R, some of which must be given. */
export interface RequiredUnary<R> {
  /**
   * @param x inputs, f32 or f64, of any shape, flattened in row-major order
   * @param options parameters by name, and `out`: where to write; default a new array of x's type
   * @returns `out`
   * @throws {TypeError} no float array, a detached buffer, a missing or unknown option, or one of the wrong kind
   * @throws {RangeError} an option out of its range, an `out` of another length, or one that overlaps `x` in part
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: A,
    options: { [K in keyof (R & Output<O>)]: (R & Output<O>)[K] },
  ): Written<O>;
  /**
   * Computes many arrays, all of one element type: element i of the result is, bit for bit, what the call returns for
   * `x[i]`. Small arrays share a call of the kernel.
   *
   * @param x the arrays, of any lengths
   * @param options the options of the call, the same for all; `out` has an array for each, which may be `x[i]`
   * @returns an array for each of `x`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: readonly A[],
    options: { [K in keyof (R & Output<readonly O[]>)]: (R & Output<readonly O[]>)[K] },
  ): Written<O>[];
}

/** A gradient with the options R, some of which must be given. */
export interface RequiredGradient<R> {
  /**
   * @param x the inputs of the function, f32 or f64
   * @param dy the gradient of the loss with respect to the results, of their length and of x's type
   * @param options parameters by name, `out`: where to write, of x's type and length, and `accumulate`: whether to add
   *   to `out`
   * @returns `out`: the gradient of the loss with respect to `x`
   * @throws {TypeError} no float arrays of one type, a detached buffer, a missing or unknown option, or one of the
   *   wrong kind
   * @throws {RangeError} arrays whose lengths do not match, an option out of its range, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: A,
    dy: Matching<A>,
    options: { [K in keyof (R & Added<O>)]: (R & Added<O>)[K] },
  ): Written<O>;
  /**
   * Computes many arrays, all of one element type: element i of the result is, bit for bit, what the call returns for
   * `x[i]` and `dy[i]`.
   *
   * @param x the arrays, of any lengths
   * @param dy one for each of `x`
   * @param options the options of the call, the same for all; `out` has an array for each
   * @returns an array for each of `x`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: readonly A[],
    dy: readonly Matching<A>[],
    options: { [K in keyof (R & Added<readonly O[]>)]: (R & Added<readonly O[]>)[K] },
  ): Written<O>[];
}

/** f(x) and f′(x) in one call, with parameters that must be given. */
export interface RequiredWithDerivative<P> {
  /**
   * @param x inputs, f32 or f64, of any shape, flattened in row-major order
   * @param options parameters by name, and `out` and `derivative`: where to write f(x) and f′(x); default new arrays
   * @returns both arrays, of x's type and length
   * @throws {TypeError} no float array, a detached buffer, a missing or unknown option, or one of the wrong kind
   * @throws {RangeError} an option out of its range, outputs of another length, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>, D extends Matching<A> = Fresh<A>>(
    x: A,
    options: { [K in keyof (P & OutputOfBoth<O, D>)]: (P & OutputOfBoth<O, D>)[K] },
  ): ValueAndDerivative<Written<O>, Written<D>>;
  /**
   * Computes many arrays, all of one element type: a pair for each.
   *
   * @param x the arrays, of any lengths
   * @param options the options of the call, the same for all; `out` and `derivative` have an array for each
   * @returns a pair for each of `x`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>, D extends Matching<A> = Fresh<A>>(
    x: readonly A[],
    options: {
      [K in keyof (P & OutputOfBoth<readonly O[], readonly D[]>)]: (P & OutputOfBoth<readonly O[], readonly D[]>)[K];
    },
  ): ValueAndDerivative<Written<O>, Written<D>>[];
}

/** An elementwise function with the parameters P, which must be given. */
export interface RequiredElementwise<P extends object> extends RequiredUnary<P> {
  /** The gradient dx = dy · f′(x), of the type and length of `x`. Where f′ is 0, so is dx, whatever dy is. */
  readonly grad: RequiredGradient<P>;
  /** f′(x), of the type and length of `x`. */
  readonly derivative: RequiredUnary<P>;
  /** f(x) and f′(x) in one call, with the bits of the function and of `derivative`. */
  readonly valueAndDerivative: RequiredWithDerivative<P>;
  /** A description of the function: its formula, derivative, parameters, range, kinks, source and error bounds. */
  readonly spec: Spec<P>;
}
