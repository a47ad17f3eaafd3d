import type { PresetParameter } from "../core/parameters.js";
import type { Gradient, ParameterGradient, Unary } from "../kinds/signatures/calls.js";
import type { WithDerivative } from "../kinds/signatures/elementwise.js";
import type { Spec } from "../kinds/spec.js";

/** The parameters of a formula, with their defaults. */
export type Defaults = Readonly<Record<string, number>>;

/** The options of a formula with the parameters P. */
export type FormulaOptions<P extends Defaults> = { -readonly [K in keyof P]?: number | undefined };

/** A description of a formula, for people and for programs. */
export interface FormulaSpec<P extends Defaults = Defaults> {
  readonly kind: "elementwise";
  readonly name: string;
  readonly aliases: readonly string[];
  /** The formula, as it was given. */
  readonly formula: string;
  /** The formula of f′(x). What it uses several times has a name, where it would be long otherwise. */
  readonly derivative: string;
  readonly parameters: { readonly [K in keyof P]: PresetParameter };
  /** How it reads `length` elements: each by itself. */
  readonly layout: Spec["layout"];
}

/** The members of a formula with the parameters P. */
export interface FormulaMembers<P extends Defaults> extends Unary<FormulaOptions<P>> {
  /** The gradient dx = dy · f′(x), of the type and length of `x`. Where f′ is 0, so is dx, whatever dy is. */
  readonly grad: Gradient<FormulaOptions<P>>;
  /** f′(x), of the type and length of `x`. */
  readonly derivative: Unary<FormulaOptions<P>>;
  /** f(x) and f′(x) in one call, with the bits of the function and of `derivative`. */
  readonly valueAndDerivative: WithDerivative<FormulaOptions<P>>;
  /** A description of the formula: its text, its derivative, its parameters. */
  readonly spec: FormulaSpec<P>;
}

/**
 * A function made from a formula. For each parameter there is a gradient, such as `gradA` for `a`: Σ dy·∂f/∂a over all
 * elements, a number. The sum is in f64, in a fixed order.
 */
export type Formula<P extends Defaults = Record<never, never>> = FormulaMembers<P> & {
  readonly [K in keyof P & string as `grad${Capitalize<K>}`]: ParameterGradient<FormulaOptions<P>>;
};

/** A function that formulas may use: an elementwise function of this package, or one made from a formula. */
export interface Composable {
  readonly spec: { readonly kind: "elementwise" };
}

/** The options of `activation`. */
export interface ActivationOptions<P extends Defaults> {
  /** The name in messages; default "formula". */
  name?: string | undefined;
  /** The names that the formula has for parameters, with their defaults. */
  parameters?: P | undefined;
  /** Functions that the formula uses, by the names that it has for them. */
  functions?: Readonly<Record<string, Composable>> | undefined;
}
