import { gate, gateGrad, Split } from "../loops/halves";
import { Backward, Forward } from "../loops/map";
import { Exp } from "../math/exp";
import { Logistic } from "../math/logistic";
import { Slope } from "../math/slope";
import { Lanes } from "../simd/lanes";
import { Gelu } from "./gelu";
import { Relu } from "./relu";
import { Silu } from "./swish";

/**
 * Gated units: one half of x, weighed by a function of the other half, the gate. A gate of 0 turns ±∞ off. The gradient
 * of a NaN is NaN.
 */

/** a·σ(b): the gate is the second half. */
@final
export class Glu<T> implements Backward {
  @inline grad(a: v128, b: v128, p: v128, q: v128, r: v128): v128 {
    return Lanes.nanOf<T>(a, Decay.weigh<T>(a, b, Decay.of<T>(b)));
  }
}

/** da = g·σ(b), db = a·σ′(b)·g with σ′ = E/(1 + E)²: never σ·(1 − σ). */
@final
export class GluGrad<T> implements Split {
  @inline shared(a: v128, b: v128): v128 {
    return Decay.of<T>(b);
  }
  @inline first(a: v128, b: v128, g: v128, e: v128): v128 {
    return Lanes.nanOf<T>(a, Decay.weigh<T>(g, b, e));
  }
  @inline second(a: v128, b: v128, g: v128, e: v128): v128 {
    const small = v128.mul<T>(e, Exp.unscale<T>());
    const far = v128.lt<T>(e, Lanes.one<T>());
    const slope = v128.div<T>(v128.bitselect(e, small, far), Logistic.square<T>(small));
    const db = v128.mul<T>(Decay.unscaled<T>(v128.mul<T>(a, slope), far), g);
    return v128.andnot(db, v128.eq<T>(e, Lanes.zero<T>()));
  }
}

/**
 * 2¹⁶·E, E = e^−|b|. A multiple of E keeps the factor 2¹⁶ until it has been multiplied with the other half, which may
 * make it a normal number, but only where E is so small (`far`) that the product cannot overflow.
 */
class Decay {
  @inline static of<T>(b: v128): v128 {
    return Exp.scaledOfNonPositive<T>(v128.or(b, Lanes.sign<T>()));
  }

  /** x·σ(b). σ = 0 turns ±∞ off. */
  @inline static weigh<T>(x: v128, b: v128, e: v128): v128 {
    const one = Lanes.one<T>();
    const small = v128.mul<T>(e, Exp.unscale<T>());
    const below = v128.lt<T>(b, Lanes.zero<T>());
    const far = v128.and(v128.lt<T>(e, one), below);
    const numerator = v128.bitselect(v128.bitselect(e, small, far), one, below);
    const s = v128.div<T>(numerator, v128.add<T>(one, small));
    return v128.andnot(Decay.unscaled<T>(v128.mul<T>(x, s), far), v128.eq<T>(s, Lanes.zero<T>()));
  }

  @inline static unscaled<T>(y: v128, far: v128): v128 {
    return v128.mul<T>(y, v128.bitselect(Exp.unscale<T>(), Lanes.one<T>(), far));
  }
}

/** φ(a)·b: the gate is the first half. Phi is an elementwise function without parameters. */
@final
export class Gated<T, Phi extends Forward> implements Backward {
  @inline grad(a: v128, b: v128, p: v128, q: v128, r: v128): v128 {
    return Lanes.nanOf<T>(b, Slope.times<T>(b, changetype<Phi>(0).f(a, p, q, r)));
  }
}

/** da = g·φ′(a)·b, db = g·φ(a) */
@final
export class GatedGrad<T, Phi extends Forward, Slopes extends Backward> implements Split {
  @inline shared(a: v128, b: v128): v128 {
    return changetype<Phi>(0).f(a, a, a, a);
  }
  @inline first(a: v128, b: v128, g: v128, weight: v128): v128 {
    return Slope.times<T>(b, changetype<Slopes>(0).grad(a, g, a, a, a));
  }
  @inline second(a: v128, b: v128, g: v128, weight: v128): v128 {
    return Lanes.nanOf<T>(b, Slope.times<T>(g, weight));
  }
}

export function geglu<T>(x: usize, y: usize, outer: usize, run: usize): void {
  gate<T, Gated<T, Gelu<T>>>(x, y, outer, run, sizeof<T>() === 4);
}
export function geglu_grad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  gateGrad<T, GatedGrad<T, Gelu<T>, Gelu<T>>>(x, dy, dx, outer, run);
}
export function glu<T>(x: usize, y: usize, outer: usize, run: usize): void {
  gate<T, Glu<T>>(x, y, outer, run);
}
export function glu_grad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  gateGrad<T, GluGrad<T>>(x, dy, dx, outer, run);
}
export function reglu<T>(x: usize, y: usize, outer: usize, run: usize): void {
  gate<T, Gated<T, Relu<T>>>(x, y, outer, run);
}
export function reglu_grad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  gateGrad<T, GatedGrad<T, Relu<T>, Relu<T>>>(x, dy, dx, outer, run);
}
export function swiglu<T>(x: usize, y: usize, outer: usize, run: usize): void {
  gate<T, Gated<T, Silu<T>>>(x, y, outer, run);
}
export function swiglu_grad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  gateGrad<T, GatedGrad<T, Silu<T>, Silu<T>>>(x, dy, dx, outer, run);
}
