import { CARRIED_BYTES } from "../../bindings/wasm/abi";
import { Lanes } from "../simd/lanes";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";

/** The dependence of f on one of its parameters, as a stateless class. */
export interface Sensitivity {
  /** ∂f/∂p at x, a = p */
  term(x: v128, a: v128): v128;
  /** v where f depends on p, else 0: if a unit is off, neither its x nor its dy counts. */
  active(x: v128, v: v128): v128;
}

/**
 * Σ dy·∂f/∂p, products and sums in f64 (simd/wide.ts). The two vectors at `state` are carried from call to call, so
 * that long arrays can be passed in blocks. The sum comes out the same, bit for bit, if every block but the last is a
 * multiple of 16 bytes.
 *
 * One vector at a time, then one element, which counts in the first lane only: with two vectors in flight, f32 would be
 * 1.2 times and f64 1.3 times as fast, and the kernels 1.7 times as large.
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
      // If the term is 0, its product is 0, even with dy = ±∞.
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
