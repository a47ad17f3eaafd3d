import { Choice } from "../loops/choose";
import { Fusion } from "../loops/fuse";
import { Backward, Forward } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Lanes } from "../simd/lanes";

/**
 * The arithmetic of formulas. A kernel does several operations, each rounded as it would be alone: a·x is x for a = 1,
 * and adding −0 changes nothing. Loads and stores take longer than they do. Comparisons give 1 or 0, and a condition is
 * true unless it is 0 or NaN, as in JavaScript.
 */

export class Truth {
  @inline static of<T>(c: v128): v128 {
    return v128.gt<T>(v128.andnot(c, Lanes.sign<T>()), Lanes.zero<T>());
  }

  /** 1 where the mask is set, else 0 */
  @inline static number<T>(mask: v128): v128 {
    return v128.and(Lanes.one<T>(), mask);
  }
}

/** a·x + b */
@kernel("affine")
@final
export class Affine<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.mul<T>(a, x), b);
  }
}

/** (a·x + b)/c */
@kernel("ratio")
@final
export class Ratio<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.div<T>(v128.add<T>(v128.mul<T>(a, x), b), c);
  }
}

/** (a·x + b) + c·y */
@kernel("combine")
@final
export class Combine<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.add<T>(v128.mul<T>(a, x), b), v128.mul<T>(c, y));
  }
}

/** (a·x + b)·y + c */
@kernel("multiply")
@final
export class Multiply<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.mul<T>(v128.add<T>(v128.mul<T>(a, x), b), y), c);
  }
}

/** c·y/(a·x + b) */
@kernel("divide")
@final
export class Divide<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.div<T>(v128.mul<T>(c, y), v128.add<T>(v128.mul<T>(a, x), b));
  }
}

/** x·y */
@kernel("product")
@final
export class Product<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(x, y);
  }
}

/** (a·((p·x)·y) + b) + c·z */
@kernel("fused_combine")
@final
export class FusedCombine<T> implements Fusion {
  @inline join(u: v128, z: v128, c: v128): v128 {
    return v128.add<T>(u, v128.mul<T>(c, z));
  }
}

/** (a·((p·x)·y) + b)·z */
@kernel("fused_multiply")
@final
export class FusedMultiply<T> implements Fusion {
  @inline join(u: v128, z: v128, c: v128): v128 {
    return v128.mul<T>(u, z);
  }
}

/** c·z/(a·((p·x)·y) + b) */
@kernel("fused_divide")
@final
export class FusedDivide<T> implements Fusion {
  @inline join(u: v128, z: v128, c: v128): v128 {
    return v128.div<T>(v128.mul<T>(c, z), u);
  }
}

/** Math.max: NaN if either is, and 0 of 0 and −0 */
@kernel("maximum")
@final
export class Maximum<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.max<T>(x, y);
  }
}

/** Math.min: NaN if either is, and −0 of 0 and −0 */
@kernel("minimum")
@final
export class Minimum<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.min<T>(x, y);
  }
}

@kernel("less")
@final
export class Less<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Truth.number<T>(v128.lt<T>(x, y));
  }
}

@kernel("less_equal")
@final
export class LessEqual<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Truth.number<T>(v128.le<T>(x, y));
  }
}

@kernel("greater")
@final
export class Greater<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Truth.number<T>(v128.gt<T>(x, y));
  }
}

@kernel("greater_equal")
@final
export class GreaterEqual<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Truth.number<T>(v128.ge<T>(x, y));
  }
}

@kernel("equal")
@final
export class Equal<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Truth.number<T>(v128.eq<T>(x, y));
  }
}

@kernel("unequal")
@final
export class Unequal<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Truth.number<T>(v128.ne<T>(x, y));
  }
}

/** 1 if x is 0 or NaN, else 0 */
@kernel("negation")
@final
export class Negation<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.andnot(Lanes.one<T>(), Truth.of<T>(x));
  }
}

/** c ? x : y */
@kernel("choice")
@final
export class Conditional<T> implements Choice {
  @inline pick(c: v128, x: v128, y: v128): v128 {
    return v128.bitselect(x, y, Truth.of<T>(c));
  }
}

/** x ? y : 0, whatever y is */
@kernel("keep")
@final
export class Keep<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.and(y, Truth.of<T>(x));
  }
}

/** x·y, and 0 where x is 0, whatever y is */
@kernel("gate")
@final
export class Gate<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return v128.and(v128.mul<T>(x, y), v128.ne<T>(x, Lanes.zero<T>()));
  }
}

/** y, and NaN where x is NaN */
@kernel("taint")
@final
export class Taint<T> implements Backward {
  @inline grad(x: v128, y: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, y);
  }
}

@kernel("magnitude")
@final
export class Magnitude<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.andnot(x, Lanes.sign<T>());
  }
}

/** ±1, or x if it is 0, −0 or NaN */
@kernel("signum")
@final
export class Signum<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const unit = v128.or(v128.and(x, Lanes.sign<T>()), Lanes.one<T>());
    return v128.bitselect(unit, x, Truth.of<T>(x));
  }
}

@kernel("floor")
@final
export class Floor<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.floor<T>(x);
  }
}

@kernel("root")
@final
export class Root<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.sqrt<T>(x);
  }
}

/** For Σ x·dy */
@kernel("weighted")
@final
// biome-ignore lint/correctness/noUnusedVariables: the loop takes ops of an element type.
export class Weighted<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    return x;
  }
  @inline active(x: v128, v: v128): v128 {
    return v;
  }
}
