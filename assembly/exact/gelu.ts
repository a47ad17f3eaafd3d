import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Exp } from "../math/exp";
import { Ratio } from "../math/ratio";
import { Lanes, lanes } from "../simd/lanes";
import { ExactGate } from "./swish";

// −½·log₂e
const MINUS_HALF_LOG2E = lanes<f64>(-0.7213475204444817);
// Beyond this a·φ(a) rounds to 0 in f32.
const FAR = lanes<f64>(14.6);
// Inputs next to a tie, the first of geluTanh, too
const HARD = lanes<f64>(0.000021057405319879763);
const HARD_BELOW = lanes<f64>(4.573305606842041);
// The zero of the slope
const ZERO = lanes<f64>(0.7517915246935645);

const N0 = lanes<f64>(37000.0);
const N1 = lanes<f64>(50759.82571937755);
const N2 = lanes<f64>(34553.01835538871);
const N3 = lanes<f64>(14772.467049478993);
const N4 = lanes<f64>(4286.418520193326);
const N5 = lanes<f64>(860.3807168978595);
const N6 = lanes<f64>(116.72378693034067);
const N7 = lanes<f64>(9.8369726820145);
const N8 = lanes<f64>(0.39894228120429404);
const D0 = lanes<f64>(74000.00000000001);
const D1 = lanes<f64>(160563.1089381668);
const D2 = lanes<f64>(160216.86236703303);
const D3 = lanes<f64>(96779.09299297222);
const D4 = lanes<f64>(39136.558513650016);
const D5 = lanes<f64>(11035.032921543603);
const D6 = lanes<f64>(2181.3126265868823);
const D7 = lanes<f64>(293.58313334207827);
const D8 = lanes<f64>(24.657634082163316);

const M0 = lanes<f64>(13955.105413256051);
const M1 = lanes<f64>(23785.986652629974);
const M2 = lanes<f64>(19306.18015115782);
const M3 = lanes<f64>(9559.547021670547);
const M4 = lanes<f64>(3138.368681938309);
const M5 = lanes<f64>(698.8756642648975);
const M6 = lanes<f64>(103.37105673479576);
const M7 = lanes<f64>(9.341083789697601);
const M8 = lanes<f64>(0.39894228061794246);
const C0 = lanes<f64>(20982.659951782367);
const C1 = lanes<f64>(41337.476357537715);
const C2 = lanes<f64>(36930.21027902722);
const C3 = lanes<f64>(19605.143738023933);
const C4 = lanes<f64>(6791.227335232666);
const C5 = lanes<f64>(1579.6855966487758);
const C6 = lanes<f64>(242.5098944726173);
const C7 = lanes<f64>(22.66283327373817);

/**
 * a·Φ(−a) and Φ(−a) − a·φ(a) for a ≥ 0, f32 numbers, so that a² is exact. With R(a) = e^(a²/2)·Φ(−a), R = N/D of degrees 8 and
 * 9 (error 2⁻⁵²·²) and R − a/√(2π) = (zero − a)·M/C of degree 8 (2⁻⁵²·⁵): the fits of scripts/build/fit-normal.py. Their
 * coefficients are positive, so that nothing cancels. e^(−a²/2) is a quotient, too (math/ratio.ts), and shares the division.
 *
 * Halves of subnormal numbers may be ties. N0 has few bits and N0/D0 is less than ½ by an ulp: a·Φ(−a) is less than a/2.
 */
export class ExactNormal {
  @inline static magnitude(x: v128): v128 {
    return f64x2.pmin(v128.andnot(x, Lanes.sign<f64>()), FAR);
  }

  /** a·Φ(−a) */
  @inline static weigh(a: v128): v128 {
    const z = f64x2.mul(a, a);
    const n0 = f64x2.add(N0, f64x2.mul(z, ExactNormal.cubic(z, N2, N4, N6, N8)));
    const n1 = ExactNormal.cubic(z, N1, N3, N5, N7);
    const d0 = f64x2.add(D0, f64x2.mul(z, ExactNormal.cubic(z, D2, D4, D6, D8)));
    const d1 = ExactNormal.cubic(z, D1, D3, D5, f64x2.add(D7, z));
    const n = f64x2.mul(a, f64x2.add(n0, f64x2.mul(a, n1)));
    return ExactNormal.bell(z, n, f64x2.add(d0, f64x2.mul(a, d1)));
  }

  /** Φ(−a) − a·φ(a) */
  @inline static slope(a: v128): v128 {
    const z = f64x2.mul(a, a);
    const m0 = f64x2.add(M0, f64x2.mul(z, ExactNormal.cubic(z, M2, M4, M6, M8)));
    const m1 = ExactNormal.cubic(z, M1, M3, M5, M7);
    const c0 = ExactNormal.cubic(z, C0, C2, C4, f64x2.add(C6, z));
    const c1 = ExactNormal.cubic(z, C1, C3, C5, C7);
    const m = f64x2.mul(f64x2.sub(ZERO, a), f64x2.add(m0, f64x2.mul(a, m1)));
    return ExactNormal.bell(z, m, f64x2.add(c0, f64x2.mul(a, c1)));
  }

  @inline static cubic(z: v128, k0: v128, k1: v128, k2: v128, k3: v128): v128 {
    return f64x2.add(k0, f64x2.mul(z, f64x2.add(k1, f64x2.mul(z, f64x2.add(k2, f64x2.mul(z, k3))))));
  }

  /** e^(−z/2)·n/d */
  @inline static bell(z: v128, n: v128, d: v128): v128 {
    const exponent = f64x2.mul(z, MINUS_HALF_LOG2E);
    const whole = Exp.bits(exponent);
    const f = f64x2.sub(exponent, Exp.plainN<f64>(whole));
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    return f64x2.div(f64x2.mul(n, Ratio.up(whole, even, odd)), f64x2.mul(d, f64x2.sub(even, odd)));
  }
}

/** max(x, 0) − |x|·Φ(−|x|) */
@kernel("gelu")
@final
export class ExactGelu implements Forward, Backward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const magnitude = ExactNormal.magnitude(x);
    const lack = Exact.awayAt(HARD, magnitude, ExactNormal.weigh(magnitude));
    const below = Exact.towardAt(HARD_BELOW, magnitude, lack);
    return f64x2.sub(f64x2.pmax(x, Lanes.zero<f64>()), below);
  }
  @heavy
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = ExactNormal.slope(ExactNormal.magnitude(x));
    const above = f64x2.sub(Lanes.one<f64>(), below);
    return f64x2.mul(dy, v128.bitselect(below, above, f64x2.lt(x, Lanes.zero<f64>())));
  }
}

// √(8/π)·log₂e as a sum, the product of its first part and an f32 is exact; and 0.044715·√(8/π)·log₂e
const LINEAR_HIGH = lanes<f64>(2.3022081926465034);
const LINEAR_LOW = lanes<f64>(5.497821440647567e-9);
const CUBIC = lanes<f64>(0.1029432395800235);
// x·dz/dx = x·(linear + 3·cubic·x²)
const LINEAR_SLOPE = lanes<f64>(1.5957691216057308);
const CUBIC_SLOPE = lanes<f64>(0.21406444881780073);
// Bounds of x: beyond them x·σ(z) is 0 or x in f32.
const LEAST = lanes<f64>(-11.5);
const MOST = lanes<f64>(6);

// Inputs next to a tie, the last also next to the zero of the derivative; the exact results in f64
const VALUE = lanes<f64>(0.000010528879556659375);
const HARD_TANH_SLOPE_1 = lanes<f64>(3.7351671977603473e-8);
const TANH_SLOPE_1 = lanes<f64>(0.5000000298023225);
const HARD_TANH_SLOPE_2 = lanes<f64>(-1.8675835988801737e-8);
const TANH_SLOPE_2 = lanes<f64>(0.49999998509883875);
const HARD_TANH_SLOPE_3 = lanes<f64>(-0.7548896074295044);
const TANH_SLOPE_3 = lanes<f64>(-0.0010428061359561871);

/** x·σ(z), z = √(8/π)·(x + 0.044715x³) */
@kernel("gelu_tanh")
@final
export class ExactGeluTanh implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const above = f64x2.pmax(x, LEAST);
    const z = f64x2.pmin(above, MOST);
    const high = f64x2.mul(z, LINEAR_HIGH);
    const low = ExactGeluTanh.low(z);
    const whole = Exp.bits(f64x2.add(high, low));
    const y = Exact.aboveHalf(x, ExactGate.value(above, whole, Ratio.rest(high, low, whole)));
    return Exact.at(HARD, VALUE, x, y);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const bounded = f64x2.pmin(f64x2.pmax(x, LEAST), MOST);
    const high = f64x2.mul(bounded, LINEAR_HIGH);
    const low = ExactGeluTanh.low(bounded);
    const whole = Exp.bits(f64x2.add(high, low));
    const steepness = f64x2.add(LINEAR_SLOPE, f64x2.mul(CUBIC_SLOPE, f64x2.mul(bounded, bounded)));
    const slope = ExactGate.slope(whole, Ratio.rest(high, low, whole), f64x2.mul(bounded, steepness));
    const first = Exact.at(HARD_TANH_SLOPE_1, TANH_SLOPE_1, x, slope);
    const second = Exact.at(HARD_TANH_SLOPE_2, TANH_SLOPE_2, x, first);
    return f64x2.mul(dy, Exact.at(HARD_TANH_SLOPE_3, TANH_SLOPE_3, x, second));
  }
  /** z·log₂e without the exact product */
  @inline static low(x: v128): v128 {
    return f64x2.mul(x, f64x2.add(LINEAR_LOW, f64x2.mul(CUBIC, f64x2.mul(x, x))));
  }
}
