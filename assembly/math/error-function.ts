import { lanes } from "../simd/lanes";
import { Exp } from "./exp";
import { Normal } from "./normal";
import { Product } from "./product";

/**
 * erf, erfc and e^−x² on two f64 lanes.
 *
 * erfc x = 2·e^−x²·R(√2·x) for x ≥ 0, R of normal.ts: the square of x is split, not the square of √2·x, which is
 * rounded. erf x is an odd polynomial up to 0.85, the fit "erf f64" (error 2⁻⁶¹·⁷) of scripts/build/fit.sollya, and
 * 1 − erfc x beyond.
 */

const ROOT_TWO = lanes<f64>(1.4142135623730951);
const ONE = lanes<f64>(1);
const TWO = lanes<f64>(2);
const SIGN = lanes<f64>(-0.0);
const CORE = lanes<f64>(0.85);
// Beyond it e^−x² is less than the smallest normal number.
const FAR = lanes<f64>(26.627);

const C1 = lanes<f64>(1.1283791670955126);
const C1_LOW = lanes<f64>(1.503167728805409e-17);
const C3 = lanes<f64>(-0.376126389031837427001647711222176440060138702392578125);
const C5 = lanes<f64>(0.1128379167095454882474570013073389418423175811767578125);
const C7 = lanes<f64>(-2.6866170644991971272474984289146959781646728515625e-2);
const C9 = lanes<f64>(5.22397762366625002805609057077163015492260456085205078125e-3);
const C11 = lanes<f64>(-8.5483268880254367934486869326192579870112240314483642578125e-4);
const C13 = lanes<f64>(1.205532637280199277857520301360239045607158914208412170410156e-4);
const C15 = lanes<f64>(-1.49254364059170428584433221175231665256433188915252685546875e-5);
const C17 = lanes<f64>(1.645745939241312343572398897706410281216449220664799213409424e-6);
const C19 = lanes<f64>(-1.629834231824497290504004887780742160789395711617544293403625e-7);
const C21 = lanes<f64>(1.417744459369877096646935595199157109647103425231762230396271e-8);
const C23 = lanes<f64>(-8.80752884755310785799967756719329806114338055067491950467229e-10);

export class ErrorFunction {
  /** |x|, bounded to the range with something to compute */
  @inline static magnitude(x: v128): v128 {
    return f64x2.pmin(v128.andnot(x, SIGN), FAR);
  }

  /** e^−a² = 2ⁿ·(1 + p): the bits that hold n, and p */
  @inline static whole(a: v128): v128 {
    return Exp.plainWhole<f64>(f64x2.neg(f64x2.mul(a, a)));
  }
  @inline static minusOne(a: v128, whole: v128): v128 {
    const square = f64x2.mul(a, a);
    const r = Exp.plainReduce<f64>(f64x2.neg(square), whole);
    return Exp.expm1OfReduced<f64>(f64x2.sub(r, Product.squareError<f64>(a, square)));
  }

  /** e^−x² */
  @inline static bell(x: v128): v128 {
    const a = ErrorFunction.magnitude(x);
    const whole = ErrorFunction.whole(a);
    const s = Exp.power<f64>(whole);
    return f64x2.add(s, f64x2.mul(s, ErrorFunction.minusOne(a, whole)));
  }

  /** erfc |x| */
  @inline static tail(x: v128): v128 {
    const a = ErrorFunction.magnitude(x);
    const whole = ErrorFunction.whole(a);
    const ratio = Normal.ratio(f64x2.mul(a, ROOT_TWO));
    const sum = f64x2.add(ratio, f64x2.mul(ratio, ErrorFunction.minusOne(a, whole)));
    return f64x2.mul(f64x2.mul(sum, TWO), Exp.power<f64>(whole));
  }

  /** erf x for |x| up to 0.85 */
  @inline static core(x: v128): v128 {
    const z = f64x2.mul(x, x);
    const z2 = f64x2.mul(z, z);
    const z4 = f64x2.mul(z2, z2);
    const c3 = f64x2.add(f64x2.add(C3, f64x2.mul(C5, z)), f64x2.mul(z2, f64x2.add(C7, f64x2.mul(C9, z))));
    const c11 = f64x2.add(f64x2.add(C11, f64x2.mul(C13, z)), f64x2.mul(z2, f64x2.add(C15, f64x2.mul(C17, z))));
    const c19 = f64x2.add(f64x2.add(C19, f64x2.mul(C21, z)), f64x2.mul(z2, C23));
    const c = f64x2.add(c3, f64x2.mul(z4, f64x2.add(c11, f64x2.mul(z4, c19))));
    return f64x2.add(f64x2.mul(x, C1), f64x2.mul(x, f64x2.add(C1_LOW, f64x2.mul(z, c))));
  }

  @inline static erf(x: v128): v128 {
    const sign = v128.and(x, SIGN);
    const near = f64x2.lt(v128.xor(x, sign), CORE);
    const far = v128.or(f64x2.sub(ONE, ErrorFunction.tail(x)), sign);
    return v128.bitselect(ErrorFunction.core(x), far, near);
  }

  @inline static erfc(x: v128): v128 {
    const tail = ErrorFunction.tail(x);
    const below = f64x2.lt(x, f64x2.splat(0));
    const near = f64x2.sub(ONE, ErrorFunction.core(x));
    const middle = v128.and(below, f64x2.gt(x, f64x2.neg(CORE)));
    return v128.bitselect(near, v128.bitselect(f64x2.sub(TWO, tail), tail, below), middle);
  }
}
