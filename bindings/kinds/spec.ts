import type { Layout } from "../core/layout.js";
import type { Parameters } from "../core/parameters.js";

/**
 * Bounds of the errors of f and f′, in units in the last place of the exact result. With
 * `absolute` a unit is at least 2⁻²⁴ (f32) or 2⁻⁵³ (f64): where the exact result crosses zero
 * there is no relative error to speak of.
 */
export interface ErrorBounds {
  readonly f32: { readonly value: number; readonly derivative: number };
  readonly f64: { readonly value: number; readonly derivative: number };
  readonly absolute?: { readonly value?: boolean; readonly derivative?: boolean };
}

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

/** What an elementwise function is, for people and for programs. */
export interface Spec<P extends Parameters = Parameters> {
  readonly kind: "elementwise";
  readonly name: string;
  readonly aliases: readonly string[];
  /** f(x) */
  readonly formula: string;
  /** f′(x), with its value at a kink. */
  readonly derivative: string;
  /** Where the function was introduced. */
  readonly source: string;
  /** By name, in the order of the kernels' arguments. */
  readonly parameters: P;
  readonly errorBounds: ErrorBounds;
  /** How it reads `length` elements: each by itself. */
  layout(length: number, options?: object): Layout;
}

/** What a shaped function is. */
export interface ShapedSpec {
  readonly kind: Kind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly formula: string;
  readonly gradient: string;
  readonly source: string;
  /** By name, where it has some. */
  readonly parameters?: Parameters;
  /** The largest error seen of a value, in units in the last place. */
  readonly errorBounds: { readonly f32: number; readonly f64: number };
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
