import { Lanes, lanes } from "./lanes";

// Up to here x − m need not be exact in an exponential of f32: eᵐ is replaced by a power of two (math/shifted.ts).
const FAR = lanes<f32>(256);

/** The level from which the elements of a row are taken: its maximum m if that is large (f32), else 0. */
export class Level {
  @inline static of<T>(m: v128): v128 {
    if (sizeof<T>() === 8) return Lanes.zero<T>();
    return v128.andnot(m, f32x4.lt(f32x4.abs(m), FAR));
  }
}
