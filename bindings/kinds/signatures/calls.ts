import type { FloatArray, Fresh, Matching, Written } from "../../core/arrays.js";
import type { Accumulate } from "../../core/options.js";

// The mapped types below are written out where they are used: editors show their members, and show an alias by its
// name. The comments of call signatures are tags alone, which scripts/build/declarations.mjs gives to the functions: with a
// comment of its own the signature would hide the text of sigmoid in `sigmoid(x)`.

/** The output of a call. */
export interface Output<O> {
  /** The array to write to: of the type and length of the result, and may be the first operand; default a new array. */
  out?: O | undefined;
}

/** The outputs of a call that writes f(x) and f′(x). */
export interface OutputOfBoth<O, D> extends Output<O> {
  /** The array to write f′(x) to: of x's type and length, and may be `x`, but not `out`; default a new array. */
  derivative?: D | undefined;
}

/** A function of an array, with the options R. */
export interface Unary<R> {
  /**
   * @param x inputs, f32 or f64, of any shape, flattened in row-major order
   * @param options parameters by name, and `out`: where to write; default a new array of x's type
   * @returns `out`
   * @throws {TypeError} no float array, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} an option out of its range, an `out` of another length, or one that overlaps `x` in part
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: A,
    options?: { [K in keyof (R & Output<O>)]: (R & Output<O>)[K] },
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
    options?: { [K in keyof (R & Output<readonly O[]>)]: (R & Output<readonly O[]>)[K] },
  ): Written<O>[];
}

/** The output of a gradient. */
export interface Added<O> extends Output<O>, Accumulate {}

/** A gradient: a function of inputs and of the gradient with respect to the results. */
export interface Gradient<R> {
  /**
   * @param x the inputs of the function, f32 or f64
   * @param dy the gradient of the loss with respect to the results, of their length and of x's type
   * @param options parameters by name, `out`: where to write, of x's type and length, and `accumulate`: whether to add
   *   to `out`
   * @returns `out`: the gradient of the loss with respect to `x`
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} arrays whose lengths do not match, an option out of its range, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: A,
    dy: Matching<A>,
    options?: { [K in keyof (R & Added<O>)]: (R & Added<O>)[K] },
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
    options?: { [K in keyof (R & Added<readonly O[]>)]: (R & Added<readonly O[]>)[K] },
  ): Written<O>[];
}

/** A gradient from results instead of inputs. */
export interface GradientFromOutput<R> {
  /**
   * @param y the results of the function, f32 or f64
   * @param dy the gradient of the loss with respect to `y`, of its type and length
   * @param options parameters by name, `out`: where to write, of y's type and length, and `accumulate`: whether to add
   *   to `out`
   * @returns `out`: the gradient of the loss with respect to the inputs
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} different lengths, an option out of its range, parameters for which `y` does not determine
   *   the gradient, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    y: A,
    dy: Matching<A>,
    options?: { [K in keyof (R & Added<O>)]: (R & Added<O>)[K] },
  ): Written<O>;
  /**
   * Computes many arrays, all of one element type: element i of the result is, bit for bit, what the call returns for
   * `y[i]` and `dy[i]`.
   *
   * @param y the arrays, of any lengths
   * @param dy one for each of `y`
   * @param options the options of the call, the same for all; `out` has an array for each
   * @returns an array for each of `y`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    y: readonly A[],
    dy: readonly Matching<A>[],
    options?: { [K in keyof (R & Added<readonly O[]>)]: (R & Added<readonly O[]>)[K] },
  ): Written<O>[];
}

/** The gradient of a parameter: a number. */
export interface ParameterGradient<R> {
  /**
   * @param x the inputs of the function, f32 or f64
   * @param dy the gradient of the loss with respect to the results, of x's type and length
   * @param options parameters by name
   * @returns Σ dy·∂f/∂p over all elements, 0 for none
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} different lengths, or an option out of its range
   */
  <A extends FloatArray>(x: A, dy: Matching<A>, options?: { [K in keyof R]: R[K] }): number;
  /**
   * Computes many arrays, all of one element type: a number for each.
   *
   * @param x the arrays, of any lengths
   * @param dy one for each of `x`
   * @param options the options of the call, the same for all
   * @returns a number for each of `x`
   * @throws what the call throws
   */
  batch<A extends FloatArray>(
    x: readonly A[],
    dy: readonly Matching<A>[],
    options?: { [K in keyof R]: R[K] },
  ): number[];
}
