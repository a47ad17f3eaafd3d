import { Lanes, lanes } from "../simd/lanes";
import { Exp } from "./exp";

/**
 * The slope of gelu on four f32 lanes, Φ(−a) − a·φ(a) = φ(a)·(M(a) − a) for a ≥ 0, to 2⁻²⁴ of 1.
 *
 * M = Φ(−a)/φ(a) ≈ N/(a·N + E) of degrees 3 and 2, which has M's limit 1/a, error 2⁻²⁶·² once multiplied by φ: the fit
 * "gelu slope f32" of scripts/build/fit-tail.py, as is P of φ(a) = 2ⁿ·P(ρ), ρ = a² + 2n·ln2. The rounding error of a²
 * counts here: it is a²/2 ULP of a number that falls faster.
 */

const MAGIC = lanes<f32>(12582912 + 127);
const MINUS_HALF_LOG2E = lanes<f32>(-0.7213475204444817);
const TWO_LN2 = lanes<f32>(1.3862943611198906);
// From here on 2ⁿ is 0: n is one less than for the smallest normal power of two.
const FAR = lanes<f32>(13.27);

const P0 = lanes<f32>(0.398942262);
const P1 = lanes<f32>(-0.199471071);
const P2 = lanes<f32>(0.0498666875);
const P3 = lanes<f32>(-0.00831184722);
const P4 = lanes<f32>(0.00104528631);
const P5 = lanes<f32>(-0.000103346829);

const N0 = lanes<f32>(30.9798603);
const N1 = lanes<f32>(22.3359585);
const N2 = lanes<f32>(7.2580409);
const E0 = lanes<f32>(24.7183514);
const E1 = lanes<f32>(6.56400776);
// 3.4·10⁻⁵ more than in the fit: so the sign is right on either side of the zero, for all f32.
const E2 = lanes<f32>(1.05225566);

export class Bell {
  /** Φ(−|x|) − |x|·φ(x) */
  @inline static slope(x: v128): v128 {
    const a = f32x4.pmin(v128.andnot(x, Lanes.sign<f32>()), FAR);
    const square = f32x4.mul(a, a);
    const whole = f32x4.add(f32x4.mul(square, MINUS_HALF_LOG2E), MAGIC);
    const rho = f32x4.add(square, f32x4.mul(f32x4.sub(whole, MAGIC), TWO_LN2));
    const density = f32x4.mul(Exp.power<f32>(whole), Bell.density(rho));
    const n = f32x4.add(N0, f32x4.mul(a, f32x4.add(N1, f32x4.mul(a, f32x4.add(N2, a)))));
    const e = f32x4.add(E0, f32x4.mul(a, f32x4.add(E1, f32x4.mul(a, E2))));
    return f32x4.mul(density, f32x4.sub(f32x4.div(n, f32x4.add(f32x4.mul(a, n), e)), a));
  }

  /** e^(−ρ/2)/√(2π) */
  @inline static density(rho: v128): v128 {
    const square = f32x4.mul(rho, rho);
    const low = f32x4.add(P2, f32x4.mul(P3, rho));
    const high = f32x4.add(P4, f32x4.mul(P5, rho));
    const rest = f32x4.mul(square, f32x4.add(low, f32x4.mul(square, high)));
    return f32x4.add(P0, f32x4.add(f32x4.mul(rho, P1), rest));
  }
}
