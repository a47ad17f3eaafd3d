import { Lanes, lanes } from "../simd/lanes";
import { Exp } from "./exp";

/**
 * eˣ as a quotient, on f64 lanes that hold f32 numbers, for functions that divide anyway.
 *
 * x·log₂e = n + f, |f| ≤ ½;  eˣ = 2ⁿ·(A + B)/(A − B), B/A = tanh(f·ln2/2): A and B/f of degree 2 in f², the fit of
 * scripts/build/fit-ratio.ts (error 2⁻⁵⁴·⁷; the error of eˣ is a third as large). log₂e is a sum: the product of its first part
 * and an f32 is exact.
 */

const LOG2E_HIGH = lanes<f64>(1.442695040255785);
const LOG2E_LOW = lanes<f64>(6.331784189566044e-10);
const A1 = lanes<f64>(0.05338222200402479);
const A2 = lanes<f64>(0.00022893359916127378);
const B0 = lanes<f64>(0.34657359027997264);
const B1 = lanes<f64>(0.004624841170852369);
const B2 = lanes<f64>(0.000005287083987433538);

export class Ratio {
  @inline static high(x: v128): v128 {
    return f64x2.mul(x, LOG2E_HIGH);
  }

  /** f, from x and the bits that hold n */
  @inline static fraction(x: v128, whole: v128): v128 {
    return Ratio.rest(Ratio.high(x), f64x2.mul(x, LOG2E_LOW), whole);
  }
  /** f of high + low */
  @inline static rest(high: v128, low: v128, whole: v128): v128 {
    return f64x2.add(f64x2.sub(high, Exp.plainN<f64>(whole)), low);
  }

  /** The bits that hold n */
  @inline static whole(x: v128): v128 {
    return Exp.bits(Ratio.high(x));
  }

  /** A */
  @inline static even(f: v128): v128 {
    const z = f64x2.mul(f, f);
    return f64x2.add(Lanes.one<f64>(), f64x2.mul(z, f64x2.add(A1, f64x2.mul(z, A2))));
  }

  /** B */
  @inline static odd(f: v128): v128 {
    const z = f64x2.mul(f, f);
    return f64x2.mul(f, f64x2.add(B0, f64x2.mul(z, f64x2.add(B1, f64x2.mul(z, B2)))));
  }

  /** 2ⁿ·(A + B) */
  @inline static up(whole: v128, even: v128, odd: v128): v128 {
    return f64x2.mul(Exp.power<f64>(whole), f64x2.add(even, odd));
  }

  /** 2ⁿ·(A + B) − (A − B), which does not cancel for n = 0 */
  @inline static difference(whole: v128, even: v128, odd: v128): v128 {
    const s = Exp.power<f64>(whole);
    const one = Lanes.one<f64>();
    return f64x2.add(f64x2.mul(even, f64x2.sub(s, one)), f64x2.mul(odd, f64x2.add(s, one)));
  }
}
