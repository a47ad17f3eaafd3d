import { sizeOf } from "./tensorflow.js";

/**
 * The slopes of prelu as channels of x: the options of a call in which alpha has one slope for each index along the axis.
 * That is so if the sizes of alpha other than 1 are neighbours and equal to the sizes of x. Any other broadcast gives undefined.
 */
export function channelsOf(
  x: readonly number[],
  alpha: readonly number[],
): { readonly shape: readonly number[]; readonly axis: number } | undefined {
  if (sizeOf(alpha) === 1 && alpha.length <= x.length) return { shape: [sizeOf(x)], axis: 0 };
  const sizes = alignedWith(x, alpha);
  if (!sizes) return undefined;
  const first = sizes.findIndex((size) => size !== 1);
  let last = sizes.length - 1;
  while (sizes[last] === 1) last--;
  for (let i = first; i <= last; i++) if (sizes[i] !== x[i]) return undefined;
  return {
    shape: [sizeOf(x.slice(0, first)), sizeOf(x.slice(first, last + 1)), sizeOf(x.slice(last + 1))],
    axis: 1,
  };
}

/** True if alpha can be broadcast to the shape of x. */
export function isBroadcast(x: readonly number[], alpha: readonly number[]): boolean {
  return alignedWith(x, alpha)?.every((size, i) => size === 1 || size === x[i]) ?? false;
}

/** The sizes of alpha with ones before them, as many as x has dimensions. */
function alignedWith(x: readonly number[], alpha: readonly number[]): readonly number[] | undefined {
  return alpha.length > x.length ? undefined : [...new Array<number>(x.length - alpha.length).fill(1), ...alpha];
}
