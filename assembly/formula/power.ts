import { Backward, Forward } from "../loops/map";
import { Exp } from "../math/exp";
import { Logarithm } from "../math/logarithm";
import { Lanes, lanes } from "../simd/lanes";
import { Wide } from "../simd/wide";

/** Powers of formulas. */

/** eˣ − 1 */
@kernel("expm1")
@final
export class Expm1<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const y = Exp.expm1OfSum<T>(Exp.bounded<T>(x), Lanes.zero<T>(), Lanes.one<T>());
    return v128.or(y, v128.and(x, Lanes.sign<T>()));
  }
}

const HALF = lanes<f64>(0.5);
const INFINITE = lanes<f64>(Infinity);

export class Power {
  /** x ** y as JavaScript has it, on two f64 lanes */
  @inline static of(x: v128, y: v128): v128 {
    const zero = Lanes.zero<f64>();
    const sign = v128.and(x, Lanes.sign<f64>());
    const magnitude = v128.xor(x, sign);
    const whole = f64x2.eq(f64x2.floor(y), y);
    const half = f64x2.mul(y, HALF);
    const odd = v128.and(whole, f64x2.ne(f64x2.floor(half), half));
    const power = v128.or(Logarithm.power(magnitude, y), v128.and(sign, odd));
    const inner = v128.and(f64x2.ne(magnitude, zero), f64x2.ne(magnitude, INFINITE));
    // The root of a number below 0: all ones are a NaN.
    const invalid = v128.and(v128.andnot(f64x2.lt(x, zero), whole), inner);
    return v128.bitselect(Lanes.one<f64>(), v128.or(power, invalid), f64x2.eq(y, zero));
  }
}

/** x ** y */
@kernel("power")
@final
export class RaisedTo<T> implements Backward {
  @heavy
  @inline
  grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Power.of(x, y);
    const low = Power.of(Wide.low<T>(x), Wide.low<T>(y));
    return Wide.narrow<T>(low, Power.of(Wide.high<T>(x), Wide.high<T>(y)));
  }
}
