import { lanes, pick } from "../simd/lanes";

const HALF_32 = lanes<f32>(0.5);
const HALF_64 = lanes<f64>(0.5);
const MINUS_ONE_32 = lanes<f32>(-1);
const MINUS_ONE_64 = lanes<f64>(-1);

export class Clip {
  @inline static between<T>(x: v128, low: v128, high: v128): v128 {
    return v128.pmin<T>(v128.pmax<T>(x, low), high);
  }

  /** All ones where low < x < high. */
  @inline static inside<T>(x: v128, low: v128, high: v128): v128 {
    return v128.and(v128.gt<T>(x, low), v128.lt<T>(x, high));
  }

  @inline static minusOne<T>(): v128 {
    return pick<T>(MINUS_ONE_32, MINUS_ONE_64);
  }

  @inline static half<T>(): v128 {
    return pick<T>(HALF_32, HALF_64);
  }
}
