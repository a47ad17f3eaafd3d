import { lanes } from "../simd/lanes";

/**
 * atan x on two f64 lanes: |x| up to ½ as it is, up to tan(3π/8) by (|x| − 1)/(|x| + 1), −1/|x| beyond, plus 0, π/4 or
 * π/2 in two parts. The odd polynomial of degree 25 is the fit "atan f64" (error 2⁻⁵⁷·⁸) of scripts/build/fit.sollya.
 */

const NEAR = lanes<f64>(0.5);
const FAR = lanes<f64>(2.414213562373095);
const ONE = lanes<f64>(1);
const SIGN = lanes<f64>(-0.0);
const QUARTER_HIGH = lanes<f64>(0.7853981633974483);
const QUARTER_LOW = lanes<f64>(3.061616997868383e-17);
const HALF_HIGH = lanes<f64>(1.5707963267948966);
const HALF_LOW = lanes<f64>(6.123233995736766e-17);

const C3 = lanes<f64>(-0.33333333333332981762708868700428865849971771240234375);
const C5 = lanes<f64>(0.199999999999031230490942334654391743242740631103515625);
const C7 = lanes<f64>(-0.1428571427638745949817433711359626613557338714599609375);
const C9 = lanes<f64>(0.11111110659708878234397388951038010418415069580078125);
const C11 = lanes<f64>(-9.09089624652486272271545431067352183163166046142578125e-2);
const C13 = lanes<f64>(7.6920739394129633570429405153845436871051788330078125e-2);
const C15 = lanes<f64>(-6.663810877492586104420269066395121626555919647216796875e-2);
const C17 = lanes<f64>(5.85830058489346383598928014180273748934268951416015625e-2);
const C19 = lanes<f64>(-5.1220128130185484105485471673091524280607700347900390625e-2);
const C21 = lanes<f64>(4.18652299233184532756268936442140282020301055908203125e-2);
const C23 = lanes<f64>(-2.74352344920917833037687927344450145028531551361083984375e-2);
const C25 = lanes<f64>(1.011703758431443771204083503789661335758864879608154296875e-2);

export class Arctangent {
  @inline static of(x: v128): v128 {
    const t = v128.andnot(x, SIGN);
    const far = f64x2.gt(t, FAR);
    const middle = v128.andnot(f64x2.gt(t, NEAR), far);
    const shifted = v128.bitselect(f64x2.sub(t, ONE), t, middle);
    const numerator = v128.bitselect(f64x2.neg(ONE), shifted, far);
    const denominator = v128.bitselect(t, v128.bitselect(f64x2.add(t, ONE), ONE, middle), far);
    const u = f64x2.div(numerator, denominator);
    const high = v128.or(v128.and(HALF_HIGH, far), v128.and(QUARTER_HIGH, middle));
    const low = v128.or(v128.and(HALF_LOW, far), v128.and(QUARTER_LOW, middle));
    const z = f64x2.mul(u, u);
    const rest = f64x2.mul(f64x2.mul(z, u), Arctangent.polynomial(z));
    const y = f64x2.add(high, f64x2.add(u, f64x2.add(rest, low)));
    return v128.or(y, v128.and(x, SIGN));
  }

  @inline static polynomial(z: v128): v128 {
    const z2 = f64x2.mul(z, z);
    const z4 = f64x2.mul(z2, z2);
    const c3 = f64x2.add(f64x2.add(C3, f64x2.mul(C5, z)), f64x2.mul(z2, f64x2.add(C7, f64x2.mul(C9, z))));
    const c11 = f64x2.add(f64x2.add(C11, f64x2.mul(C13, z)), f64x2.mul(z2, f64x2.add(C15, f64x2.mul(C17, z))));
    const c19 = f64x2.add(f64x2.add(C19, f64x2.mul(C21, z)), f64x2.mul(z2, f64x2.add(C23, f64x2.mul(C25, z))));
    return f64x2.add(c3, f64x2.mul(z4, f64x2.add(c11, f64x2.mul(z4, c19))));
  }
}
