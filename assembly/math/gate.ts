import { Lanes, lanes, pick } from "../simd/lanes";
import { Exp } from "./exp";

// Below this x·eˣ rounds to 0.
const VANISHED_32 = lanes<f32>(-120);
const VANISHED_64 = lanes<f64>(-760);

export class Gate {
  /** x·σ(x) */
  @inline static of<T>(x: v128): v128 {
    // So the result for −∞ is 0, too.
    const bounded = v128.pmax<T>(x, pick<T>(VANISHED_32, VANISHED_64));
    const z = Exp.atMostAll<T>(bounded);
    const whole = Exp.doubleWhole<T>(z);
    return Gate.weigh<T>(bounded, whole, Exp.doubleReduce<T>(z, whole));
  }

  /** x·σ(z + low), with |low| far below |z|. `open`: the gate of ±∞ may be between 0 and 1. */
  @inline static by<T>(x: v128, z: v128, low: v128, open: bool = false): v128 {
    const vanished = pick<T>(VANISHED_32, VANISHED_64);
    const bounded = Exp.atMostAll<T>(v128.pmax<T>(z, vanished));
    const whole = Exp.doubleWhole<T>(bounded);
    // Out of bounds, the low part may be ∞ − ∞.
    const rest = v128.and(low, v128.eq<T>(z, bounded));
    const y = Gate.weigh<T>(x, whole, v128.add<T>(Exp.doubleReduce<T>(bounded, whole), rest), open);
    return v128.andnot(y, v128.lt<T>(z, vanished));
  }

  /**
   * x·σ(z) = x/(1 + E)·E from the parts of E = eᶻ = 2ⁿ·(1 + p). Both sums are made from the parts, since 2ⁿ times a
   * number is exact: the rounding of E itself does not count. The two powers of two that make 2ⁿ are multiplied one
   * after the other, so that x·E stays a normal number when E no longer is, and does not overflow.
   */
  @inline static weigh<T>(x: v128, whole: v128, r: v128, open: bool = false): v128 {
    const half = Exp.half<T>(whole);
    const s = Exp.power<T>(half);
    const rest = Exp.power<T>(Exp.otherHalf<T>(whole, half));
    const p = Exp.expm1OfReduced<T>(r);
    const power = v128.mul<T>(s, rest);
    const denominator = v128.add<T>(v128.add<T>(Lanes.one<T>(), power), v128.mul<T>(power, p));
    const quotient = v128.div<T>(x, denominator);
    // For ±∞ a sum of the parts could be ∞ − ∞.
    if (open) return v128.mul<T>(v128.mul<T>(quotient, v128.add<T>(s, v128.mul<T>(s, p))), rest);
    const high = v128.mul<T>(quotient, s);
    return v128.mul<T>(v128.add<T>(high, v128.mul<T>(high, p)), rest);
  }

  /**
   * d(x·σ(z))/dx = s·(1 + growth·(1 − s)), with growth = x·dz/dx; 1 − s comes from the same division as s. z is from
   * `Exp.logit`, growth is finite.
   */
  @inline static slope<T>(z: v128, growth: v128): v128 {
    const one = Lanes.one<T>();
    const e = Exp.ofBounded<T>(z);
    const complement = v128.div<T>(one, v128.add<T>(one, e));
    const s = v128.mul<T>(e, complement);
    return v128.mul<T>(s, v128.add<T>(one, v128.mul<T>(growth, complement)));
  }

  /** `slope` for z = βx, which is its own growth */
  @inline static slopeOf<T>(z: v128): v128 {
    const bounded = Exp.logit<T>(z);
    return Gate.slope<T>(bounded, bounded);
  }
}
