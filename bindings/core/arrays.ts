/** What every function takes: f32 or f64, over an ArrayBuffer, a SharedArrayBuffer or a Workspace. */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** The array type of A's elements. */
export type Like<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike> ? Float32Array<ArrayBufferLike> : Float64Array<ArrayBufferLike>;

/** A new array of A's elements. */
export type Fresh<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike> ? Float32Array<ArrayBuffer> : Float64Array<ArrayBuffer>;

/** What `valueAndDerivative` returns. */
export interface ValueAndDerivative<V, D> {
  value: V;
  derivative: D;
}
