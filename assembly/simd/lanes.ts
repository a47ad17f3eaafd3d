/**
 * Constants and idioms of the lane mathematics, for either element type `T`.
 *
 * `lanes` is an ordinary function on purpose: its result stays a global, which the build turns into one local
 * (scripts/build/hoist.mjs). A literal would be a `v128.const`, which V8 rebuilds at every use.
 */
export function lanes<T>(value: T): v128 {
  return v128.splat<T>(value);
}

/** The constant of the element type `T`. */
export function pick<T>(f32s: v128, f64s: v128): v128 {
  if (sizeof<T>() === 4) return f32s;
  return f64s;
}

const ONE_32 = lanes<f32>(1);
const ONE_64 = lanes<f64>(1);
const SIX_32 = lanes<f32>(6);
const SIX_64 = lanes<f64>(6);
const SIGN_32 = lanes<f32>(-0.0);
const SIGN_64 = lanes<f64>(-0.0);
const LARGEST_32 = lanes<f32>(f32.MAX_VALUE);
const LARGEST_64 = lanes<f64>(f64.MAX_VALUE);

export class Lanes {
  @inline static zero<T>(): v128 {
    return v128.splat<T>(<T>0);
  }

  @inline static one<T>(): v128 {
    return pick<T>(ONE_32, ONE_64);
  }

  @inline static six<T>(): v128 {
    return pick<T>(SIX_32, SIX_64);
  }

  /** The sign bit alone: `or` makes −|x|, `and` takes the sign of x. */
  @inline static sign<T>(): v128 {
    return pick<T>(SIGN_32, SIGN_64);
  }

  /** x with ±∞ made finite, so that a product with 0 is 0 and not NaN */
  @inline static finite<T>(x: v128): v128 {
    const largest = pick<T>(LARGEST_32, LARGEST_64);
    return v128.pmin<T>(v128.pmax<T>(x, v128.neg<T>(largest)), largest);
  }

  /** y, with NaN where x is NaN: a mask of all ones is itself a NaN. */
  @inline static nanOf<T>(x: v128, y: v128): v128 {
    return v128.or(y, v128.ne<T>(x, x));
  }
}
