/** An array of f32 or f64, over an ArrayBuffer, a SharedArrayBuffer or a Workspace: every function takes both. */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** An array of A's element type, over any buffer. */
export type Like<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike> ? Float32Array<ArrayBufferLike> : Float64Array<ArrayBufferLike>;

/** The same, written so that the compiler sees that A itself is one, also where A is a type parameter. */
export type Matching<A extends FloatArray> = A | Like<A>;

/** A new array of A's element type. */
export type Fresh<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike> ? Float32Array<ArrayBuffer> : Float64Array<ArrayBuffer>;

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
