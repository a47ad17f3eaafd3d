import type { Layout } from "./shapes.js";

/** Ways to read an array, small ones and such as do not fit a staging block. */
export const LAYOUTS: readonly Layout[] = [
  { shape: [0], axis: 0 },
  { shape: [3, 0], axis: 1 },
  { shape: [0, 3], axis: 1 },
  { shape: [1], axis: 0 },
  { shape: [2, 1, 3], axis: 1 },
  { shape: [5, 1], axis: -1 },
  ...[2, 3, 4, 5, 15, 16, 17, 33].map((n) => ({ shape: [7, n], axis: 1 })),
  ...[2, 3, 4, 5, 15, 16, 17, 33].map((n) => ({ shape: [3, 6, n], axis: -2 })),
  { shape: [2, 3, 4, 5], axis: 0 },
  { shape: [2, 3, 4, 5], axis: -3 },
  { shape: [700, 100], axis: 1 },
  { shape: [100, 7, 100], axis: 1 },
  // Rows longer than a block, slabs larger than a block, and widths that leave few columns over.
  { shape: [100_000], axis: 0 },
  { shape: [2, 50_001], axis: 1 },
  { shape: [3, 20_000, 5], axis: 1 },
  { shape: [3, 20_000, 1], axis: 1 },
  { shape: [70_000, 3], axis: 0 },
  { shape: [2, 9_000, 65], axis: 1 },
  { shape: [2, 20_001], axis: 0 },
  { shape: [300, 4_097], axis: 0 },
  { shape: [600, 4_097], axis: 0 },
];

export const titleOf = ({ shape, axis }: Layout) => `[${shape}] along ${axis}`;
export const titled = (layouts: readonly Layout[]) => layouts.map((layout) => [titleOf(layout), layout] as const);
