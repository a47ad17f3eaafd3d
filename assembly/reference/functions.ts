import { FAR, Interval, TINY } from "./interval";
import { Normal } from "./normal";

/** A function and its derivative, at a finite x: an interval that holds the exact result. */
export interface Reference {
  f(x: f64): v128;
  df(x: f64): v128;
}

@final
export class Exponential implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(1 + x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1e300 : 0);
    return Interval.near(NativeMath.exp(x));
  }
  @inline df(x: f64): v128 {
    return this.f(x);
  }
}

class Sigma {
  @inline static of(x: f64): f64 {
    const e = NativeMath.exp(-abs<f64>(x));
    return (x < 0 ? e : 1) / (1 + e);
  }
  @inline static interval(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.5 + x * 0.25);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : 0);
    return Interval.near(Sigma.of(x));
  }
}

@final
export class Sigmoid implements Reference {
  @inline f(x: f64): v128 {
    return Sigma.interval(x);
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.25);
    if (abs<f64>(x) > FAR) return Interval.near(0);
    return Interval.near(Sigma.of(x) * Sigma.of(-x));
  }
}

@final
export class Tanh implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : -1);
    return Interval.near(NativeMath.tanh(x));
  }
  /** 1/cosh² */
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(1);
    if (abs<f64>(x) > FAR) return Interval.near(0);
    const c = NativeMath.exp(x) + NativeMath.exp(-x);
    return Interval.near(4 / (c * c));
  }
}

@final
export class TanhShrink implements Reference {
  @inline f(x: f64): v128 {
    const a = abs<f64>(x);
    if (a < TINY) return Interval.near((x * x * x) / 3);
    if (a > FAR) {
      // Above a − 1, which may lie halfway between two f32; the next double stands for everything above it.
      const l = (a - 1) * (1 + 2.220446049250313e-16);
      const h = max<f64>(l, a - 1 + 1e-6);
      if (x > 0) return Interval.between(l, h);
      else return Interval.between(-h, -l);
    }
    if (a < 1) {
      // sinh and x·cosh by their series: Σ 2k·x^(2k+1)/(2k+1)! = x·cosh x − sinh x
      const z = x * x;
      let term = (x * z) / 6;
      let sum: f64 = 2 * term;
      for (let k = 2; k < 14; k++) {
        term *= z / <f64>(2 * k * (2 * k + 1));
        sum += <f64>(2 * k) * term;
      }
      return Interval.near((sum * 2) / (NativeMath.exp(x) + NativeMath.exp(-x)));
    }
    return Interval.of(x - NativeMath.tanh(x), a);
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) {
      // Below x², which is exact and may lie halfway between two f32.
      return Interval.between(x * x * (1 - 1e-15), x * x * (1 - 2.220446049250313e-16));
    }
    if (abs<f64>(x) > FAR) return Interval.near(1);
    const t = NativeMath.tanh(x);
    return Interval.near(t * t);
  }
}

@final
export class Softplus implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.6931471805599453 + 0.5 * x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? x : 0);
    return Interval.near(x > 0 ? x + NativeMath.log1p(NativeMath.exp(-x)) : NativeMath.log1p(NativeMath.exp(x)));
  }
  @inline df(x: f64): v128 {
    return Sigma.interval(x);
  }
}

@final
export class LogSigmoid implements Reference {
  @inline f(x: f64): v128 {
    return f64x2.neg(changetype<Softplus>(0).f(-x));
  }
  @inline df(x: f64): v128 {
    return Sigma.interval(-x);
  }
}

@final
export class Softsign implements Reference {
  @inline f(x: f64): v128 {
    return Interval.near(x / (1 + abs<f64>(x)));
  }
  @inline df(x: f64): v128 {
    const d = 1 + abs<f64>(x);
    return Interval.near(1 / (d * d));
  }
}

@final
export class Squareplus implements Reference {
  @inline f(x: f64): v128 {
    const s = sqrt<f64>(x * x + 4);
    return Interval.near(x < 0 ? 2 / (s - x) : 0.5 * (x + s));
  }
  @inline df(x: f64): v128 {
    const s = sqrt<f64>(x * x + 4);
    const below = 2 / (s * (s + abs<f64>(x)));
    return Interval.near(x < 0 ? below : 1 - below);
  }
}

class Unit {
  /** expm1 x for x ≤ 0, and eˣ */
  @inline static minusOne(x: f64): f64 {
    if (x > -TINY) return x + 0.5 * x * x;
    return x < -FAR ? -1 : NativeMath.expm1(x);
  }
  @inline static exp(x: f64): f64 {
    if (x > -TINY) return 1 + x;
    return x < -FAR ? 0 : NativeMath.exp(x);
  }
}

@final
export class Elu implements Reference {
  @inline f(x: f64): v128 {
    return Interval.near(x > 0 ? x : Unit.minusOne(x));
  }
  @inline df(x: f64): v128 {
    return Interval.near(x > 0 ? 1 : Unit.exp(x));
  }
}

const LAMBDA: f64 = 1.0507009873554804935;
const ALPHA: f64 = 1.6732632423543772848;

@final
export class Selu implements Reference {
  @inline f(x: f64): v128 {
    return Interval.near(LAMBDA * (x > 0 ? x : ALPHA * Unit.minusOne(x)));
  }
  @inline df(x: f64): v128 {
    return Interval.near(LAMBDA * (x > 0 ? 1 : ALPHA * Unit.exp(x)));
  }
}

class Gate {
  /** x·σ(z). The rounding of z counts |z| times. */
  @inline static value(x: f64, z: f64): v128 {
    const y = x * Sigma.of(z);
    return Interval.of(y, abs<f64>(y) * (1 + abs<f64>(z)));
  }
  /** σ(z) + growth·σ(z)·σ(−z) */
  @inline static slope(z: f64, growth: f64): v128 {
    const s = Sigma.of(z);
    const term = growth * s * Sigma.of(-z);
    return Interval.of(s + term, (s + abs<f64>(term)) * (1 + abs<f64>(z)));
  }
}

@final
export class Silu implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.aboveHalf(x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? x : 0);
    return Gate.value(x, x);
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.5 + 0.5 * x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : 0);
    return Gate.slope(x, x);
  }
}

@final
export class QuickGelu implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.aboveHalf(x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? x : 0);
    return Gate.value(x, 1.702 * x);
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.5 + 0.851 * x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : 0);
    return Gate.slope(1.702 * x, 1.702 * x);
  }
}

// √(8/π) and 0.044715
const ROOT: f64 = 1.5957691216057308;
const CUBE: f64 = 0.044715;

@final
export class GeluTanh implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.aboveHalf(x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? x : 0);
    return Gate.value(x, ROOT * (x + CUBE * x * x * x));
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.5 + 0.5 * ROOT * x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : 0);
    return Gate.slope(ROOT * (x + CUBE * x * x * x), ROOT * (x + 3 * CUBE * x * x * x));
  }
}

@final
export class Mish implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(x * (0.6 + 0.32 * x));
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? x : 0);
    return Interval.near(x * NativeMath.tanh(NativeMath.log1p(NativeMath.exp(x))));
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.6 + 0.64 * x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : 0);
    const t = NativeMath.tanh(NativeMath.log1p(NativeMath.exp(x)));
    const gate = x * Sigma.of(x);
    return Interval.of(t + gate * (1 - t * t), t + abs<f64>(gate));
  }
}

@final
export class Gelu implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.aboveHalf(x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? x : 0);
    const y = x * Normal.below(x);
    return Interval.of(y, 4 * abs<f64>(y));
  }
  @inline df(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.near(0.5 + 0.7978845608028654 * x);
    if (abs<f64>(x) > FAR) return Interval.near(x > 0 ? 1 : 0);
    const p = Normal.below(x);
    const term = x * Normal.density(x);
    return Interval.of(p + term, 4 * (p + abs<f64>(term)));
  }
}

const SIXTH: f64 = <f64>(<f32>(1.0 / 6.0));

@final
export class HardSigmoid implements Reference {
  @inline f(x: f64): v128 {
    return Interval.near(min<f64>(max<f64>(SIXTH * x + 0.5, 0), 1));
  }
  @inline df(x: f64): v128 {
    return Interval.near(abs<f64>(SIXTH * x) < 0.5 ? SIXTH : 0);
  }
}

@final
export class HardSwish implements Reference {
  @inline f(x: f64): v128 {
    if (abs<f64>(x) < TINY) return Interval.aboveHalf(x);
    if (x <= -3 || x >= 3) return Interval.near(x < 0 ? 0 : x);
    return Interval.near((x * (x + 3)) / 6);
  }
  @inline df(x: f64): v128 {
    if (x <= -3 || x >= 3) return Interval.near(x < 0 ? 0 : 1);
    return Interval.quotient(2 * x + 3, 6);
  }
}

@final
export class SparsePlus implements Reference {
  @inline f(x: f64): v128 {
    return Interval.near(x <= -1 ? 0 : x >= 1 ? x : 0.25 * (x + 1) * (x + 1));
  }
  @inline df(x: f64): v128 {
    if (x <= -1 || x >= 1) return Interval.near(x < 0 ? 0 : 1);
    return Interval.quotient(x + 1, 2);
  }
}
