import { lanes } from "../simd/lanes";
import { Exp } from "./exp";
import { Gate } from "./gate";

/**
 * The gate of geluTanh on four f32 lanes: x·σ(z), z = √(8/π)·(x + 0.044715x³) = L·x·(x² + K), K = 1/0.044715.
 *
 * The rounding of z would cost |z|/2 ULP. So x and x² + K are split into numbers of 12 bits and the rest: the product of
 * the upper parts is exact, and so is taking n times ln2/L from it, in two parts. The residue times L is r of
 * e^z = 2ⁿ·(1 + p(r)). n comes from the rounded product.
 */

const UPPER = lanes<i32>(-4096);
// K, 13 bits of it, and the rest
const K = lanes<f32>(22.363860002236387);
const K_HIGH = lanes<f32>(22.36328125);
const K_LOW = lanes<f32>(0.0005787522364);
const L = lanes<f32>(0.07135481627260025);
const L_LOG2E = lanes<f32>(0.1029432396);
// 15 bits of ln2/L, and the rest
const PERIOD = lanes<f32>(9.7138671875);
const PERIOD_LOW = lanes<f32>(0.00022384053);
// Beyond these the gate is 1, and 0 even if it is multiplied by x. They keep 2ⁿ within the product of two powers.
const ON = lanes<f32>(6);
const OFF = lanes<f32>(-11.5);

export class CubicGate {
  /** x·σ(z) */
  @inline static of(x: v128): v128 {
    const bounded = f32x4.pmax(f32x4.pmin(x, ON), OFF);
    const high = v128.and(bounded, UPPER);
    const low = f32x4.sub(bounded, high);
    const u = f32x4.add(f32x4.mul(bounded, bounded), K);
    const uHigh = v128.and(u, UPPER);
    const square = f32x4.sub(f32x4.mul(high, high), f32x4.sub(uHigh, K_HIGH));
    const uLow = f32x4.add(f32x4.add(square, f32x4.mul(low, f32x4.add(bounded, high))), K_LOW);
    const whole = Exp.doubleWhole<f32>(f32x4.mul(bounded, u), L_LOG2E);
    const n = Exp.doubleN<f32>(whole);
    const first = f32x4.sub(f32x4.mul(high, uHigh), f32x4.mul(n, PERIOD));
    const second = f32x4.add(f32x4.mul(low, u), f32x4.mul(high, uLow));
    const r = f32x4.mul(f32x4.add(first, f32x4.sub(second, f32x4.mul(n, PERIOD_LOW))), L);
    return v128.andnot(Gate.weigh<f32>(x, whole, r), f32x4.lt(x, OFF));
  }
}
