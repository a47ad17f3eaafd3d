import { CARRIED_BYTES } from "../../bindings/wasm/abi";
import { Lanes } from "../simd/lanes";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";

/** How f depends on one of its parameters, as a stateless class. */
export interface Sensitivity {
  /** ∂f/∂p of x, a = p */
  term(x: v128, a: v128): v128;
  /** v where f depends on p, else 0: of a unit that is off neither x nor dy counts, whatever they are. */
  active(x: v128, v: v128): v128;
}

/**
 * Σ dy·∂f/∂p, products and sums in f64 (wide.ts). The two vectors at `state` go on from call to
 * call, so that long arrays can be passed in blocks. The sum comes out the same to the bit, as
 * long as every block but the last is a multiple of 16 bytes.
 *
 * One vector at a time, or one element, which counts in the first lane only: two in flight would
 * be 1.2 (f32) to 1.3 times as fast, and the kernels 1.7 times as large.
 */
export function total<T, Op extends Sensitivity>(x: usize, dy: usize, n: usize, state: usize, p: T): void {
  const op = changetype<Op>(0);
  const a = v128.splat<T>(p);
  const end = x + n * sizeof<T>();
  let sum = v128.load(state);
  let carry = v128.load(state, 16);
  if (x < end) {
    do {
      const whole = x + 16 <= end;
      const value = Part.load<T>(x, whole);
      const term = op.active(value, op.term(value, a));
      const g = op.active(value, Part.load<T>(dy, whole));
      // Where the term is 0 its product with ∞ is 0, too.
      const weight = v128.bitselect(Lanes.finite<T>(g), g, v128.eq<T>(term, Lanes.zero<T>()));
      const t = Part.firstUnless<T>(term, whole);
      const w = Part.firstUnless<T>(weight, whole);
      const low = f64x2.mul(Wide.low<T>(t), Wide.low<T>(w));
      const next = Wide.carry<T>(sum, carry, low, f64x2.mul(Wide.high<T>(t), Wide.high<T>(w)));
      sum = Wide.sum<T>(sum, carry, low);
      carry = next;
      const step: usize = whole ? 16 : sizeof<T>();
      x += step;
      dy += step;
    } while (x < end);
  }
  v128.store(state, sum);
  v128.store(state, carry, 16);
  v128.store_lane<f64>(state + CARRIED_BYTES, Wide.across<T>(sum, carry), 0);
}
