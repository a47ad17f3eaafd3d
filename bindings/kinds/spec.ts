import type { Layout } from "../core/layout.js";
import type { Parameter, Parameters, PresetParameter } from "../core/parameters.js";

/**
 * Bounds of the errors of f and f′, in units in the last place (ULP) of the exact result. With
 * `absolute` a unit is at least 2⁻²⁴ (f32) or 2⁻⁵³ (f64): where the exact result crosses zero
 * there is no relative error to speak of.
 */
export interface ErrorBounds {
  readonly f32: { readonly value: number; readonly derivative: number };
  readonly f64: { readonly value: number; readonly derivative: number };
  readonly absolute?: { readonly value?: boolean; readonly derivative?: boolean };
}

/** An interval that no result leaves, rounding included. It is as small as a few digits can say. */
export type Interval = readonly [low: number, high: number];

/** The parameters of a call, by name, with their defaults filled in. */
export type ParameterValues = Readonly<Record<string, number>>;

/** How a function is called, and how it reads its arrays. */
export type Kind =
  | "elementwise"
  | "rowwise"
  | "reduction"
  | "resizing"
  | "prelu"
  | "rrelu"
  | "cross-entropy"
  | "element-loss";

/** A description of an elementwise function, for people and for programs. */
export interface Spec<P extends object = Record<string, number>> {
  readonly kind: "elementwise";
  readonly name: string;
  readonly aliases: readonly string[];
  /** The formula of f(x). */
  readonly formula: string;
  /** The formula of f′(x), with its value at the kinks. */
  readonly derivative: string;
  /** An interval that no result leaves, or a function that computes it from the parameters. */
  readonly range: Interval | ((parameters: ParameterValues) => Interval);
  /** Every x where f or f′ may jump, or a function that computes them from the parameters. */
  readonly kinks: readonly number[] | ((parameters: ParameterValues) => readonly number[]);
  /** The publication or library that introduced the function. */
  readonly source: string;
  /** By name, in the order of the kernels' arguments. */
  readonly parameters: { readonly [K in keyof P]-?: undefined extends P[K] ? PresetParameter : Parameter };
  readonly errorBounds: ErrorBounds;
  /** How it reads `length` elements: each by itself. */
  layout(length: number, options?: object): Layout;
}

/** An elementwise function as the table has it: with functions of its own parameters, and aliases only if there are some. */
export interface Entry<P extends Parameters>
  extends Omit<Spec, "kind" | "layout" | "aliases" | "range" | "kinks" | "parameters"> {
  readonly aliases?: readonly string[];
  readonly range: Interval | ((parameters: { readonly [K in keyof P]: number }) => Interval);
  readonly kinks: readonly number[] | ((parameters: { readonly [K in keyof P]: number }) => readonly number[]);
  readonly parameters: P;
}

/** A bound in ULP of the exact result; `scope` says what else a unit is, or where the bound holds. */
export interface ShapedBound {
  readonly f32: number;
  readonly f64: number;
  readonly scope?: string;
}

/** A description of a function of rows, of halves, or of several operands. */
export interface ShapedSpec {
  readonly kind: Exclude<Kind, "elementwise">;
  readonly name: string;
  readonly aliases: readonly string[];
  /** The result of x, or of a row x. */
  readonly formula: string;
  /** The gradient that `grad` returns. */
  readonly gradient: string;
  /** An interval that no result leaves. */
  readonly range: Interval;
  /** The publication or library that introduced the function. */
  readonly source: string;
  /** By name, where it has some. */
  readonly parameters?: Parameters;
  /** Bounds of the errors of results, of the gradients that `grad` returns and, for prelu, of the gradients of its slopes. */
  readonly errorBounds: ShapedBound & { readonly gradient: ShapedBound; readonly gradAlpha?: ShapedBound };
  /**
   * How it reads x of `length` elements, with the options of its call: as (outer, n, inner), and the result as
   * (outer, made, inner).
   *
   * @throws {RangeError} shape, axis or a parameter does not fit
   */
  layout(length: number, options?: object): Layout;
}

/** An entry of the table: the rest of its spec follows from its kind. */
export type ShapedEntry = Omit<ShapedSpec, "kind" | "layout">;
