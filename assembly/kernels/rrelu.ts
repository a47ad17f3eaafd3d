import { Join } from "../loops/halves";
import { Random } from "../math/random";
import { Part } from "../simd/part";
import { LeakyRelu } from "./relu";

/** rrelu: leakyRelu with a random slope for each element, uniform in [lower, upper). */

@final
export class Rrelu<T> implements Join {
  @inline of(x: v128, dy: v128, slope: v128): v128 {
    return changetype<LeakyRelu<T>>(0).f(x, slope, slope, slope);
  }
}

@final
export class RreluGrad<T> implements Join {
  @inline of(x: v128, dy: v128, slope: v128): v128 {
    return changetype<LeakyRelu<T>>(0).grad(x, dy, slope, slope, slope);
  }
}

@final
export class RreluSlopes implements Join {
  @inline of(x: v128, dy: v128, slope: v128): v128 {
    return slope;
  }
}

/**
 * The elements from index high·2³² + low on; all must have the same upper half of the index. A slope that rounds up to
 * `upper` becomes `lower`, as if the range were a circle.
 */
function sloped<T, Op extends Join>(
  x: usize,
  dy: usize,
  y: usize,
  n: usize,
  low: i32,
  high: i32,
  seed: i32,
  lower: T,
  upper: T,
): void {
  const op = changetype<Op>(0);
  const key = Random.key<T>(seed, high);
  const other = Random.otherKey(key);
  const least = v128.splat<T>(lower);
  const most = v128.splat<T>(upper);
  const width = v128.sub<T>(most, least);
  const end = x + n * sizeof<T>();
  let indices = Random.indices<T>(low);
  if (x < end)
    do {
      const whole = x + 16 <= end;
      const step: usize = whole ? 16 : sizeof<T>();
      const sum = v128.add<T>(least, v128.mul<T>(width, Random.unit<T>(indices, key, other)));
      const slope = v128.bitselect(sum, least, v128.lt<T>(sum, most));
      Part.store<T>(y, op.of(Part.load<T>(x, whole), Part.load<T>(dy, whole), slope), whole);
      indices = Random.next<T>(indices, whole);
      x += step;
      dy += step;
      y += step;
    } while (x < end);
}

/** The contents of y are loaded, but have no effect. */
export function rrelu<T>(x: usize, y: usize, n: usize, low: i32, high: i32, seed: i32, lower: T, upper: T): void {
  sloped<T, Rrelu<T>>(x, x, y, n, low, high, seed, lower, upper);
}
export function rrelu_grad<T>(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  low: i32,
  high: i32,
  seed: i32,
  lower: T,
  upper: T,
): void {
  sloped<T, RreluGrad<T>>(x, dy, dx, n, low, high, seed, lower, upper);
}
export function rrelu_slopes<T>(y: usize, n: usize, low: i32, high: i32, seed: i32, lower: T, upper: T): void {
  sloped<T, RreluSlopes>(y, y, y, n, low, high, seed, lower, upper);
}
