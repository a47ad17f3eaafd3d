import * as functions from "./functions";

// Blocks of 64 KiB: x, y, and the indices that are left to decide.
const BYTES: usize = 65536;
const room: usize = (__heap_base + 15) & ~15;

/** The address of a block, for whom the memory has to be large enough. */
export function block(index: i32): usize {
  return room + <usize>index * BYTES;
}

/** Fills the first block with the numbers whose bits follow `bits`. */
export function fill(bits: i32, n: i32): void {
  let v = i32x4.add(i32x4.splat(bits), i32x4(0, 1, 2, 3));
  for (let i = 0; i < n; i += 4) {
    v128.store(room + 4 * i, v);
    v = i32x4.add(v, i32x4.splat(4));
  }
}

/**
 * The number of elements of y that are not, beyond doubt, the exact results rounded to the nearest f32: everything in the
 * interval rounds to y, or the index goes to the third place. NaN has NaN.
 */
function check<R extends functions.Reference>(n: i32, derivative: bool): i32 {
  const reference = changetype<R>(0);
  const y = room + BYTES;
  const left = room + 2 * BYTES;
  let count = 0;
  for (let i = 0; i < n; i++) {
    const x = load<f32>(room + 4 * i);
    const got = load<f32>(y + 4 * i);
    if (f32.ne(x, x)) {
      if (f32.ne(got, got)) continue;
    } else {
      const interval = derivative ? reference.df(<f64>x) : reference.f(<f64>x);
      const rounded = f32x4.demote_f64x2_zero(interval);
      if ((i32x4.bitmask(f32x4.eq(rounded, f32x4.splat(got))) & 3) === 3) continue;
    }
    store<i32>(left + 4 * count++, i);
  }
  return count;
}

export function exp(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Exponential>(n, true) : check<functions.Exponential>(n, false);
}
export function sigmoid(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Sigmoid>(n, true) : check<functions.Sigmoid>(n, false);
}
export function tanh(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Tanh>(n, true) : check<functions.Tanh>(n, false);
}
export function tanhShrink(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.TanhShrink>(n, true) : check<functions.TanhShrink>(n, false);
}
export function softplus(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Softplus>(n, true) : check<functions.Softplus>(n, false);
}
export function logSigmoid(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.LogSigmoid>(n, true) : check<functions.LogSigmoid>(n, false);
}
export function softsign(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Softsign>(n, true) : check<functions.Softsign>(n, false);
}
export function squareplus(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Squareplus>(n, true) : check<functions.Squareplus>(n, false);
}
export function elu(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Elu>(n, true) : check<functions.Elu>(n, false);
}
export function selu(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Selu>(n, true) : check<functions.Selu>(n, false);
}
export function silu(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Silu>(n, true) : check<functions.Silu>(n, false);
}
export function quickGelu(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.QuickGelu>(n, true) : check<functions.QuickGelu>(n, false);
}
export function geluTanh(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.GeluTanh>(n, true) : check<functions.GeluTanh>(n, false);
}
export function mish(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Mish>(n, true) : check<functions.Mish>(n, false);
}
export function gelu(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.Gelu>(n, true) : check<functions.Gelu>(n, false);
}
export function hardSigmoid(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.HardSigmoid>(n, true) : check<functions.HardSigmoid>(n, false);
}
export function hardSwish(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.HardSwish>(n, true) : check<functions.HardSwish>(n, false);
}
export function sparsePlus(n: i32, derivative: bool): i32 {
  return derivative ? check<functions.SparsePlus>(n, true) : check<functions.SparsePlus>(n, false);
}
