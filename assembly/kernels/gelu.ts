import { Backward, Forward } from "../loops/map";
import { Bell } from "../math/bell";
import { CubicGate } from "../math/cubic-gate";
import { Exp } from "../math/exp";
import { Gate } from "../math/gate";
import { Product } from "../math/product";
import { Shifted } from "../math/shifted";
import { Tail } from "../math/tail";
import { Lanes, lanes, pick } from "../simd/lanes";

/** Gaussian error linear units. */

/**
 * x·Φ(x) = max(x, 0) − |x|·Φ(−|x|), never 1 + erf
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 3.91 at x = -0.30483535, got -0.115912326, want -0.1159123547
 * f32 grad: 2.79 at x = 0.18161099, got 0.6433234, want 0.6433232554 (a unit is at least 2⁻²⁴)
 * f64 f: 3.84 at x = -5.6590745203160325e-8, got -2.8295371323962533e-8, want -2.8295371323962546e-8
 * f64 grad: 2.49 at x = 0.00046926250819248535, got 0.5003744172827675, want 0.5003744172827673 (a unit is at least 2⁻⁵³)
 */
@kernel("gelu")
@final
export class Gelu<T> implements Forward, Backward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.sub<T>(v128.pmax<T>(x, Lanes.zero<T>()), Tail.weigh<T>(x));
  }
  /** Φ(x) + x·φ(x), which for x ≥ 0 is 1 − (Φ(−|x|) − |x|·φ(x)). */
  @heavy
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = sizeof<T>() === 4 ? Bell.slope(x) : Tail.slope(x);
    const above = v128.sub<T>(Lanes.one<T>(), below);
    return v128.mul<T>(dy, v128.bitselect(below, above, v128.lt<T>(x, Lanes.zero<T>())));
  }
}

// √(8/π) and 0.044715·√(8/π), for f64 each with what rounding takes from it
const LINEAR_32 = lanes<f32>(1.5957691216057308);
const LINEAR_64 = lanes<f64>(1.5957691216057308);
const LINEAR_LOW = lanes<f64>(-9.9693088091109203e-17);
const CUBIC_32 = lanes<f32>(0.07135481627260025);
const CUBIC_64 = lanes<f64>(0.07135481627260025);
const CUBIC_LOW = lanes<f64>(-6.1751499181553155e-19);
const THREE_CUBIC_32 = lanes<f32>(0.21406444881780073);
const THREE_CUBIC_64 = lanes<f64>(0.21406444881780073);
// Bounds of x: beyond them the gate is 0 or 1 in either type, even multiplied by x. They keep the cube finite.
const OFF_32 = lanes<f32>(-30);
const OFF_64 = lanes<f64>(-30);
const ON_32 = lanes<f32>(9);
const ON_64 = lanes<f64>(9);

/**
 * x·σ(z), z = √(8/π)·(x + 0.044715x³): never 1 + tanh.
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 3.11 at x = -2.7555015, got -0.0076031787, want -0.007603177286
 * f32 grad: 3.96 at x = 0.73461735, got 0.99219686, want 0.992196622 (a unit is at least 2⁻²⁴)
 * f64 f: 3.25 at x = 7.061193127450435, got 7.061193127450437, want 7.0611931274504345
 * f64 grad: 3.82 at x = 0.6931785099234642, got 0.9731274167161079, want 0.9731274167161075 (a unit is at least 2⁻⁵³)
 */
@kernel("gelu_tanh")
@final
export class GeluTanh<T> implements Forward, Backward {
  /** f64: z = x·(k + l·x²) as a sum of two numbers, since the rounding of z would cost |z|/2 ULP. */
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 4) return CubicGate.of(x);
    const bounded = GeluTanh.bounded<f64>(x);
    const square = f64x2.mul(bounded, bounded);
    const term = f64x2.mul(CUBIC_64, square);
    const factor = f64x2.add(LINEAR_64, term);
    const z = f64x2.mul(bounded, factor);

    const squareLow = f64x2.mul(CUBIC_64, Product.squareError<f64>(bounded, square));
    const constantLow = f64x2.mul(square, CUBIC_LOW);
    const termLow = f64x2.add(Product.error<f64>(CUBIC_64, square, term), f64x2.add(squareLow, constantLow));
    const sumLow = f64x2.add(Shifted.error<f64>(LINEAR_64, f64x2.neg(term), factor), LINEAR_LOW);
    const factorLow = f64x2.mul(bounded, f64x2.add(sumLow, termLow));
    return Gate.by<f64>(x, z, f64x2.add(Product.error<f64>(bounded, factor, z), factorLow));
  }
  /** s·(1 + x·z′·(1 − s)), s = σ(z), x·z′ = x·(k + 3l·x²) */
  @heavy("f32")
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const linear = pick<T>(LINEAR_32, LINEAR_64);
    const bounded = GeluTanh.bounded<T>(x);
    const square = v128.mul<T>(bounded, bounded);
    const z = v128.mul<T>(bounded, v128.add<T>(linear, v128.mul<T>(pick<T>(CUBIC_32, CUBIC_64), square)));
    const triple = v128.mul<T>(pick<T>(THREE_CUBIC_32, THREE_CUBIC_64), square);
    const growth = v128.mul<T>(bounded, v128.add<T>(linear, triple));
    return v128.mul<T>(dy, Gate.slope<T>(Exp.logit<T>(z), growth));
  }
  @inline static bounded<T>(x: v128): v128 {
    return v128.pmax<T>(v128.pmin<T>(x, pick<T>(ON_32, ON_64)), pick<T>(OFF_32, OFF_64));
  }
}
