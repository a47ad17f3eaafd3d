/** Plain loops for the small products of a layer: n rows, of `from` numbers before it and of `to` after it. */

type Floats = Float32Array;

/** z = a·W + b */
export function affine(a: Floats, w: Floats, b: Floats, z: Floats, n: number, from: number, to: number): void {
  for (let r = 0; r < n; r++) {
    const row = r * to;
    for (let j = 0; j < to; j++) z[row + j] = b[j]!;
    for (let i = 0; i < from; i++) {
      const v = a[r * from + i]!;
      if (v === 0) continue;
      const at = i * to;
      for (let j = 0; j < to; j++) z[row + j] = z[row + j]! + v * w[at + j]!;
    }
  }
}

/** da = dz·Wᵀ */
export function back(dz: Floats, w: Floats, da: Floats, n: number, from: number, to: number): void {
  for (let r = 0; r < n; r++) {
    const row = r * to;
    for (let i = 0; i < from; i++) {
      const at = i * to;
      let sum = 0;
      for (let j = 0; j < to; j++) sum += dz[row + j]! * w[at + j]!;
      da[r * from + i] = sum;
    }
  }
}

/** W −= rate·aᵀ·dz, b −= rate·Σ dz */
export function descend(
  a: Floats,
  dz: Floats,
  w: Floats,
  b: Floats,
  n: number,
  from: number,
  to: number,
  rate: number,
): void {
  for (let r = 0; r < n; r++) {
    const row = r * to;
    for (let j = 0; j < to; j++) b[j] = b[j]! - rate * dz[row + j]!;
    for (let i = 0; i < from; i++) {
      const v = rate * a[r * from + i]!;
      if (v === 0) continue;
      const at = i * to;
      for (let j = 0; j < to; j++) w[at + j] = w[at + j]! - v * dz[row + j]!;
    }
  }
}
