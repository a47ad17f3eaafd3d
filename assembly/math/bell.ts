import { lanes } from "../simd/lanes";
import { Exp } from "./exp";

/**
 * The slope of gelu on four f32 lanes, Φ(−a) − a·φ(a) = e^(−a²/2)·(R(a) − a/√(2π)) for a ≥ 0, to 2⁻²⁴ of 1.
 *
 * R = e^(a²/2)·Φ(−a) ≈ N/D of degrees 3 and 4, error 2⁻³¹·⁸ once multiplied by the exponential: the fit "gelu slope f32" of
 * scripts/build/fit-rational.py. e^(−a²/2) = 2ⁿ·(1 + p(ρ)), ρ = a² + 2n·ln2, p the polynomial "expm1 f32" of
 * scripts/build/fit.sollya in −ρ/2. The rounding error of a² counts here: it is a²/2 ULP of a number that falls faster.
 */

const MAGIC = lanes<f32>(12582912 + 127);
const MINUS_HALF_LOG2E = lanes<f32>(-0.7213475204444817);
const TWO_LN2 = lanes<f32>(1.3862943611198906);
// From here on 2ⁿ is 0: n is one less than for the smallest normal power of two.
const FAR = lanes<f32>(13.27);
const PEAK = lanes<f32>(0.3989422804014327);

const C1 = lanes<f32>(-0.5);
const C2 = lanes<f32>(0.12499999);
const C3 = lanes<f32>(-0.02083318);
const C4 = lanes<f32>(0.0026042191);
const C5 = lanes<f32>(-0.00026145487);
const C6 = lanes<f32>(0.000021662948);

const N0 = lanes<f32>(20.00932);
const N1 = lanes<f32>(11.916961);
const N2 = lanes<f32>(3.4602623);
const N3 = lanes<f32>(0.39764404);
const D0 = lanes<f32>(40.01864);
const D1 = lanes<f32>(55.764175);
const D2 = lanes<f32>(31.404617);
const D3 = lanes<f32>(8.6136265);

export class Bell {
  /** Φ(−|x|) − |x|·φ(x) */
  @inline static slope(x: v128): v128 {
    const a = f32x4.pmin(f32x4.abs(x), FAR);
    const square = f32x4.mul(a, a);
    const whole = f32x4.add(f32x4.mul(square, MINUS_HALF_LOG2E), MAGIC);
    const rho = f32x4.add(square, f32x4.mul(f32x4.sub(whole, MAGIC), TWO_LN2));
    const s = Exp.power<f32>(whole);
    const e = f32x4.add(s, f32x4.mul(s, Bell.minusOne(rho)));
    const n = f32x4.add(N0, f32x4.mul(a, f32x4.add(N1, f32x4.mul(a, f32x4.add(N2, f32x4.mul(a, N3))))));
    const high = f32x4.add(D2, f32x4.mul(a, f32x4.add(D3, a)));
    const d = f32x4.add(D0, f32x4.mul(a, f32x4.add(D1, f32x4.mul(a, high))));
    return f32x4.mul(e, f32x4.sub(f32x4.div(n, d), f32x4.mul(a, PEAK)));
  }

  /** e^(−ρ/2) − 1 */
  @inline static minusOne(rho: v128): v128 {
    const square = f32x4.mul(rho, rho);
    const low = f32x4.add(C2, f32x4.mul(C3, rho));
    const high = f32x4.add(f32x4.add(C4, f32x4.mul(C5, rho)), f32x4.mul(C6, square));
    return f32x4.add(f32x4.mul(rho, C1), f32x4.mul(square, f32x4.add(low, f32x4.mul(square, high))));
  }
}
