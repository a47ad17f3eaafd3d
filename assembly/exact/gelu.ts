import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Exp } from "../math/exp";
import { Ratio } from "../math/ratio";
import { Lanes, lanes } from "../simd/lanes";
import { ExactGate } from "./swish";

const STEEPNESS = lanes<f64>(0.1875);
const CENTER = lanes<f64>(0.34375);
const MINUS_HALF = lanes<f64>(-0.5);
// 1/√(2π)
const PEAK = lanes<f64>(0.3989422804014327);
// Beyond this a·φ(a) rounds to 0 in f32.
const FAR = lanes<f64>(14.6);
const HARD = lanes<f64>(0.000021057405319879763);
// Inputs next to the zero of the derivative, where terms cancel, or next to a tie; the exact results in f64.
const HARD_SLOPE_1 = lanes<f64>(-0.00009959823364624754);
const SLOPE_1 = lanes<f64>(0.49992053210735315);
const HARD_SLOPE_2 = lanes<f64>(-0.7517914175987244);
const SLOPE_2 = lanes<f64>(4.621078456098677e-8);
const HARD_SLOPE_3 = lanes<f64>(-0.7517915368080139);
const SLOPE_3 = lanes<f64>(-5.227312104575155e-9);
const HARD_SLOPE_4 = lanes<f64>(-0.7517929673194885);
const SLOPE_4 = lanes<f64>(-6.224836113048728e-7);

const S0 = lanes<f64>(0.19660752235144957);
const S1 = lanes<f64>(-0.42684275744428585);
const S2 = lanes<f64>(0.7527111443074707);
const S3 = lanes<f64>(-1.0793142138220888);
const S4 = lanes<f64>(1.2415097884273472);
const S5 = lanes<f64>(-1.1047185920059495);
const S6 = lanes<f64>(0.6938173869597399);
const S7 = lanes<f64>(-0.2172536392459264);
const S8 = lanes<f64>(-0.08052494292214048);
const S9 = lanes<f64>(0.11868931495529896);
const S10 = lanes<f64>(-0.022225899175782042);
const S11 = lanes<f64>(-0.03908633524384954);
const S12 = lanes<f64>(0.01973110049755819);
const S13 = lanes<f64>(0.01322990897045062);
const S14 = lanes<f64>(-0.01066510421343276);
const S15 = lanes<f64>(-0.005445754066300697);
const S16 = lanes<f64>(0.005342404755348964);
const S17 = lanes<f64>(0.0022434129289238105);
const S18 = lanes<f64>(-0.0023629880047326287);

/**
 * Φ(−a) = e^(−a²/2)·R(a) for a ≥ 0, as in math/normal.ts, for f32 numbers: a² is exact, and with k = 3/16 S is of degree 18,
 * the fit "normal exact" (error 2⁻⁵³·⁵) of scripts/build/fit.sollya.
 */
export class ExactNormal {
  @inline static magnitude(x: v128): v128 {
    return f64x2.pmin(v128.andnot(x, Lanes.sign<f64>()), FAR);
  }

  @inline static exponent(a: v128): v128 {
    return f64x2.mul(f64x2.mul(a, a), MINUS_HALF);
  }

  /** (S(w) − S(0))/w */
  @inline static rest(w: v128): v128 {
    const w2 = f64x2.mul(w, w);
    const w4 = f64x2.mul(w2, w2);
    const w8 = f64x2.mul(w4, w4);
    const s1 = f64x2.add(f64x2.add(S1, f64x2.mul(S2, w)), f64x2.mul(w2, f64x2.add(S3, f64x2.mul(S4, w))));
    const s5 = f64x2.add(f64x2.add(S5, f64x2.mul(S6, w)), f64x2.mul(w2, f64x2.add(S7, f64x2.mul(S8, w))));
    const s9 = f64x2.add(f64x2.add(S9, f64x2.mul(S10, w)), f64x2.mul(w2, f64x2.add(S11, f64x2.mul(S12, w))));
    const s13 = f64x2.add(f64x2.add(S13, f64x2.mul(S14, w)), f64x2.mul(w2, f64x2.add(S15, f64x2.mul(S16, w))));
    const s17 = f64x2.add(S17, f64x2.mul(S18, w));
    const low = f64x2.add(s1, f64x2.mul(w4, s5));
    const high = f64x2.add(f64x2.add(s9, f64x2.mul(w4, s13)), f64x2.mul(w8, s17));
    return f64x2.add(low, f64x2.mul(w8, high));
  }

  /** a·Φ(−a) */
  @inline static weigh(x: v128): v128 {
    const a = ExactNormal.magnitude(x);
    const z = ExactNormal.exponent(a);
    const whole = Exp.plainWhole<f64>(z);
    const p = Exp.expm1OfReduced<f64>(Exp.plainReduce<f64>(z, whole));
    const t = f64x2.div(a, f64x2.add(Lanes.one<f64>(), f64x2.mul(a, STEEPNESS)));
    const w = f64x2.sub(f64x2.mul(t, STEEPNESS), CENTER);
    const rest = f64x2.mul(w, ExactNormal.rest(w));
    const factor = f64x2.add(S0, f64x2.add(rest, f64x2.mul(p, f64x2.add(S0, rest))));
    return Exact.awayAt(HARD, a, f64x2.mul(f64x2.mul(t, Exp.power<f64>(whole)), factor));
  }

  /** Φ(−a) − a·φ(a) */
  @inline static slope(a: v128): v128 {
    const bell = Exp.ofBounded<f64>(ExactNormal.exponent(a));
    const scaled = f64x2.mul(a, STEEPNESS);
    const t = f64x2.div(Lanes.one<f64>(), f64x2.add(Lanes.one<f64>(), scaled));
    const w = f64x2.sub(f64x2.mul(scaled, t), CENTER);
    const ratio = f64x2.mul(t, f64x2.add(S0, f64x2.mul(w, ExactNormal.rest(w))));
    return f64x2.mul(bell, f64x2.sub(ratio, f64x2.mul(a, PEAK)));
  }
}

/** max(x, 0) − |x|·Φ(−|x|) */
@kernel("gelu")
@final
export class ExactGelu implements Forward, Backward {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Exact.aboveHalf(x, f64x2.sub(f64x2.pmax(x, Lanes.zero<f64>()), ExactNormal.weigh(x)));
  }
  @paired
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = ExactNormal.slope(ExactNormal.magnitude(x));
    const above = f64x2.sub(Lanes.one<f64>(), below);
    const slope = v128.bitselect(below, above, f64x2.lt(x, Lanes.zero<f64>()));
    const first = Exact.at(HARD_SLOPE_1, SLOPE_1, x, Exact.at(HARD_SLOPE_2, SLOPE_2, x, slope));
    return f64x2.mul(dy, Exact.at(HARD_SLOPE_3, SLOPE_3, x, Exact.at(HARD_SLOPE_4, SLOPE_4, x, first)));
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
