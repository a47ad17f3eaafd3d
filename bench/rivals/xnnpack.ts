/**
 * The formulas of XNNPACK's f32 kernels for WebAssembly SIMD, as of August 2026: its published coefficients, in loops of our
 * own. Four vectors a turn, as its kernels have; lengths are multiples of four.
 *
 * tanh: x·P(x²)/Q(x²), of degrees 9 and 8. gelu: ½x·(1 + x·P(x²)/Q(x²)), of degrees 12 and 10 as a whole.
 * softmax: the largest, e^(x − largest) with a sum in f32, and a product with 1/sum. prelu: x < 0 ? alpha·x : x.
 */

// A function that is not inlined keeps a constant out of the loops, as clang does.
function lanes(x: f32): v128 {
  return f32x4.splat(x);
}

const ONE = lanes(1);
const HALF = lanes(0.5);

const TANH_MAX = lanes(7.8522667885);
const TANH_MIN = lanes(-7.8522667885);
const TANH_P3 = lanes(1.3412411511e-1);
const TANH_P5 = lanes(3.5330520477e-3);
const TANH_P7 = lanes(2.1235626264e-5);
const TANH_P9 = lanes(1.4248920266e-8);
const TANH_Q2 = lanes(4.6745735407e-1);
const TANH_Q4 = lanes(2.6018999517e-2);
const TANH_Q6 = lanes(3.3472978976e-4);
const TANH_Q8 = lanes(8.136594829e-7);

const GELU_MAX = lanes(5.1158981323);
const GELU_MIN = lanes(-5.1158981323);
const GELU_P1 = lanes(7.9788452387e-1);
const GELU_P3 = lanes(6.697217375e-2);
const GELU_P5 = lanes(9.3065137044e-3);
const GELU_P7 = lanes(3.2973114867e-4);
const GELU_P9 = lanes(1.260978388e-5);
const GELU_P11 = lanes(4.5835321316e-8);
const GELU_Q2 = lanes(2.5060352683e-1);
const GELU_Q4 = lanes(2.8431978077e-2);
const GELU_Q6 = lanes(1.8622842617e-3);
const GELU_Q8 = lanes(7.2267655923e-5);
const GELU_Q10 = lanes(1.1988805682e-6);

const LOG2E = lanes(1.4426950216293335);
/** 1.5·2²³ + 127: the sum's lowest bits are the biased exponent. */
const MAGIC = lanes(12583039.0);
const LN2_HIGH = lanes(0.693145751953125);
const LN2_LOW = lanes(1.428606765330187e-6);
const EXP_C1 = lanes(0.9999997019767761);
const EXP_C2 = lanes(0.4999915063381195);
const EXP_C3 = lanes(0.16667652130126953);
const EXP_C4 = lanes(0.04189782217144966);
const EXP_C5 = lanes(0.008289290592074394);
const EXP_LEAST = lanes(-87.33654022216797);

/** Horner's rule goes through `fma`, which is a product and a sum: relaxed SIMD is another instruction set. */
class Lane {
  @inline static fma(a: v128, b: v128, c: v128): v128 {
    return f32x4.add(f32x4.mul(a, b), c);
  }

  @inline static tanh(v: v128): v128 {
    const x = f32x4.pmax(f32x4.pmin(v, TANH_MAX), TANH_MIN);
    const z = f32x4.mul(x, x);
    let p = Lane.fma(z, TANH_P9, TANH_P7);
    p = Lane.fma(z, p, TANH_P5);
    p = Lane.fma(z, p, TANH_P3);
    p = f32x4.mul(x, Lane.fma(z, p, ONE));
    let q = Lane.fma(z, TANH_Q8, TANH_Q6);
    q = Lane.fma(z, q, TANH_Q4);
    q = Lane.fma(z, q, TANH_Q2);
    return f32x4.div(p, Lane.fma(z, q, ONE));
  }

  @inline static gelu(v: v128): v128 {
    const x = f32x4.pmax(f32x4.pmin(v, GELU_MAX), GELU_MIN);
    const z = f32x4.mul(x, x);
    let p = Lane.fma(z, GELU_P11, GELU_P9);
    p = Lane.fma(z, p, GELU_P7);
    p = Lane.fma(z, p, GELU_P5);
    p = Lane.fma(z, p, GELU_P3);
    p = f32x4.mul(x, Lane.fma(z, p, GELU_P1));
    let q = Lane.fma(z, GELU_Q10, GELU_Q8);
    q = Lane.fma(z, q, GELU_Q6);
    q = Lane.fma(z, q, GELU_Q4);
    q = Lane.fma(z, q, GELU_Q2);
    const erf = f32x4.div(p, Lane.fma(z, q, ONE));
    return f32x4.mul(f32x4.mul(v, HALF), f32x4.add(erf, ONE));
  }

  /** eˣ for x ≤ 0; 0 below the least normal result. */
  @inline static exp(x: v128): v128 {
    const n = Lane.fma(x, LOG2E, MAGIC);
    const scale = i32x4.shl(n, 23);
    const whole = f32x4.sub(n, MAGIC);
    let t = f32x4.sub(x, f32x4.mul(whole, LN2_HIGH));
    t = f32x4.sub(t, f32x4.mul(whole, LN2_LOW));
    let p = Lane.fma(EXP_C5, t, EXP_C4);
    p = Lane.fma(p, t, EXP_C3);
    p = Lane.fma(p, t, EXP_C2);
    p = Lane.fma(p, t, EXP_C1);
    const y = Lane.fma(f32x4.mul(t, scale), p, scale);
    return v128.andnot(y, f32x4.lt(x, EXP_LEAST));
  }

  @inline static sum(x: v128): f32 {
    const pairs = f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1);
    return pairs + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
  }
}

export function tanh(x: usize, y: usize, n: i32): void {
  for (; n >= 16; n -= 16) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    v128.store(y, Lane.tanh(a));
    v128.store(y, Lane.tanh(b), 16);
    v128.store(y, Lane.tanh(c), 32);
    v128.store(y, Lane.tanh(d), 48);
    x += 64;
    y += 64;
  }
  for (; n >= 4; n -= 4) {
    v128.store(y, Lane.tanh(v128.load(x)));
    x += 16;
    y += 16;
  }
}

export function gelu(x: usize, y: usize, n: i32): void {
  for (; n >= 16; n -= 16) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    v128.store(y, Lane.gelu(a));
    v128.store(y, Lane.gelu(b), 16);
    v128.store(y, Lane.gelu(c), 32);
    v128.store(y, Lane.gelu(d), 48);
    x += 64;
    y += 64;
  }
  for (; n >= 4; n -= 4) {
    v128.store(y, Lane.gelu(v128.load(x)));
    x += 16;
    y += 16;
  }
}

export function prelu(x: usize, alpha: usize, y: usize, rows: i32, channels: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < channels; c += 4) {
      const v = v128.load(x);
      const scaled = f32x4.mul(v, v128.load(alpha + ((<usize>c) << 2)));
      // The sign bit chooses: an arithmetic shift makes a mask of it.
      v128.store(y, v128.bitselect(scaled, v, i32x4.shr_s(v, 31)));
      x += 16;
      y += 16;
    }
  }
}

export function softmax(x: usize, y: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2;
  for (let r = 0; r < rows; r++) {
    let most = v128.load(x);
    for (let at: usize = 16; at < bytes; at += 16) most = f32x4.pmax(most, v128.load(x + at));
    const a = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
    const b = max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3));
    const largest = f32x4.splat(max(a, b));
    let even = f32x4.splat(0);
    let odd = even;
    let at: usize = 0;
    for (; at + 64 <= bytes; at += 64) {
      const e0 = Lane.exp(f32x4.sub(v128.load(x + at), largest));
      const e1 = Lane.exp(f32x4.sub(v128.load(x + at, 16), largest));
      const e2 = Lane.exp(f32x4.sub(v128.load(x + at, 32), largest));
      const e3 = Lane.exp(f32x4.sub(v128.load(x + at, 48), largest));
      v128.store(y + at, e0);
      v128.store(y + at, e1, 16);
      v128.store(y + at, e2, 32);
      v128.store(y + at, e3, 48);
      even = f32x4.add(even, f32x4.add(e0, e2));
      odd = f32x4.add(odd, f32x4.add(e1, e3));
    }
    for (; at < bytes; at += 16) {
      const e = Lane.exp(f32x4.sub(v128.load(x + at), largest));
      v128.store(y + at, e);
      even = f32x4.add(even, e);
    }
    const scale = f32x4.splat(1 / Lane.sum(f32x4.add(even, odd)));
    for (at = 0; at < bytes; at += 16) v128.store(y + at, f32x4.mul(v128.load(y + at), scale));
    x += bytes;
    y += bytes;
  }
}
