/** Float16Array over any buffer, where the compiler's `lib` has it. */
export type HalfArray = typeof globalThis extends { readonly Float16Array: { readonly prototype: infer H } }
  ? H
  : never;

/** Float16Array over an ArrayBuffer, likewise. */
export type FreshHalf = typeof globalThis extends { readonly Float16Array: { of(...numbers: number[]): infer H } }
  ? H
  : never;

/**
 * An array of f32 or f64, or of halves where the engine has them, over an ArrayBuffer, a SharedArrayBuffer or a
 * Workspace: every function takes all of them.
 */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike> | HalfArray;

/** An array of A's element type, over any buffer. */
export type Like<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike>
    ? Float32Array<ArrayBufferLike>
    : A extends Float64Array<ArrayBufferLike>
      ? Float64Array<ArrayBufferLike>
      : HalfArray;

/** The same, written so that the compiler sees that A itself is one, also where A is a type parameter. */
export type Matching<A extends FloatArray> = A | Like<A>;

/** A new array of A's element type. */
export type Fresh<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike>
    ? Float32Array<ArrayBuffer>
    : A extends Float64Array<ArrayBufferLike>
      ? Float64Array<ArrayBuffer>
      : FreshHalf;

/**
 * The type O of a result, which follows from `out` alone, not from the type that the caller expects. NoInfer would do
 * the same, but shows in every hover.
 */
export type Written<O> = [O][O extends unknown ? 0 : never];

/** The results of `valueAndDerivative`. */
export interface ValueAndDerivative<V, D> {
  /** f(x) */
  value: V;
  /** f′(x) */
  derivative: D;
}
