import type { FloatArray, Fresh, Matching, ValueAndDerivative, Written } from "../../core/arrays.js";
import type { Parameters, PresetParameter, Values } from "../../core/parameters.js";
import type { Spec } from "../spec.js";
import type { Added, Gradient, GradientFromOutput, Output, OutputOfBoth, ParameterGradient, Unary } from "./calls.js";
import type { RequiredElementwise } from "./required.js";

/** The options of an elementwise function with the parameters P. */
export type Options<P, O> = { [K in keyof (P & Output<O>)]: (P & Output<O>)[K] };

/** The options of its gradients. */
export type GradientOptions<P, O> = { [K in keyof (P & Added<O>)]: (P & Added<O>)[K] };

/** The options of `valueAndDerivative`. */
export type BothOptions<P, O, D> = { [K in keyof (P & OutputOfBoth<O, D>)]: (P & OutputOfBoth<O, D>)[K] };

/** f(x) and f′(x) in one call. */
export interface WithDerivative<P> {
  /**
   * @param x inputs, f32 or f64, of any shape, flattened in row-major order
   * @param options parameters by name, and `out` and `derivative`: where to write f(x) and f′(x); default new arrays
   * @returns both arrays, of x's type and length
   * @throws {TypeError} no float array, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} an option out of its range, outputs of another length, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>, D extends Matching<A> = Fresh<A>>(
    x: A,
    options?: { [K in keyof (P & OutputOfBoth<O, D>)]: (P & OutputOfBoth<O, D>)[K] },
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
    options?: {
      [K in keyof (P & OutputOfBoth<readonly O[], readonly D[]>)]: (P & OutputOfBoth<readonly O[], readonly D[]>)[K];
    },
  ): ValueAndDerivative<Written<O>, Written<D>>[];
}

/**
 * An activation function, which takes each element by itself: f(x) has x's type and length. P are its parameters, by
 * name.
 */
export interface Elementwise<P extends object = Record<never, never>> extends Unary<P> {
  /** The gradient dx = dy · f′(x), of the type and length of `x`. Where f′ is 0, so is dx, whatever dy is. */
  readonly grad: Gradient<P>;
  /** f′(x), of the type and length of `x`. */
  readonly derivative: Unary<P>;
  /** f(x) and f′(x) in one call, with the bits of the function and of `derivative`. */
  readonly valueAndDerivative: WithDerivative<P>;
  /** A description of the function: its formula, derivative, parameters, range, kinks, source and error bounds. */
  readonly spec: Spec<P>;
}

/** An activation function whose derivative is a function of its output, too. */
export interface OutputDifferentiable<P extends object = Record<never, never>> extends Elementwise<P> {
  /** The gradient dx = dy · f′(x) from y = f(x) instead of x. It is as exact as y allows: `grad` is the accurate one. */
  readonly gradFromOutput: GradientFromOutput<P>;
}

/** The gradients of all parameters that some function can learn. */
export interface LearnedGradients<P> {
  /**
   * The gradient of `alpha`: Σ dy·∂f/∂alpha over all elements, a number. The sum is in f64, in a fixed order, and each
   * ∂f/∂alpha is within 4 ULP. A unit that is off counts 0, whatever its dy.
   */
  readonly gradAlpha: ParameterGradient<P>;
  /**
   * The gradient of `beta`: Σ dy·∂f/∂beta over all elements, a number. The sum is in f64, in a fixed order, and each
   * ∂f/∂beta is within 4 ULP, or less than that where |beta·x| > 87 (f64: 700). A unit that is off counts 0, whatever
   * its dy.
   */
  readonly gradBeta: ParameterGradient<P>;
  /**
   * The gradient of `negativeSlope`: Σ dy·∂f/∂negativeSlope over all elements, a number. The sum is in f64, in a fixed
   * order. A unit that is off counts 0, whatever its dy.
   */
  readonly gradNegativeSlope: ParameterGradient<P>;
}

/** The names of these parameters. */
export type Learnable = keyof LearnedGradients<never> extends `grad${infer N}` ? Uncapitalize<N> : never;

/**
 * Gradients of the parameters L that can be learned, as `gradAlpha` for alpha. Where ∂f/∂p is 0 a dy of ±∞ counts 0.
 * NaN in x, or in dy of a unit that is on, gives NaN; ±∞ there gives ±∞ or NaN.
 */
export type ParameterGradients<P, L extends string> = Pick<
  LearnedGradients<P>,
  `grad${Capitalize<L>}` & keyof LearnedGradients<P>
>;

/** F, with the gradients of the parameters L, if there are some. */
type Learning<F, P, L extends string> = [L] extends [never] ? F : F & ParameterGradients<P, L>;

/** The function of an entry with the parameters P, whose options are optional if all have a default. */
export type ElementwiseOf<P extends Parameters, L extends string> = Learning<
  P extends Readonly<Record<string, PresetParameter>> ? Elementwise<Values<P>> : RequiredElementwise<Values<P>>,
  Values<P>,
  L
>;

/** The same of a function whose derivative is a function of its output, too. */
export type OutputDifferentiableOf<P extends Parameters, L extends string> = Learning<
  OutputDifferentiable<Values<P>>,
  Values<P>,
  L
>;
