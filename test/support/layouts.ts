import { type Layout, sizeOf } from "./shapes.js";

/** Shapes and axes that take the row loops through all their ways within a block. */
const WITHIN_A_BLOCK: readonly Layout[] = [
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
];

/**
 * The same, and through all ways across blocks where these are small (small-blocks.ts): groups of slabs, rows longer
 * than a block, slabs larger than a block, widths that leave few columns over, and more channels than have a sum.
 */
export const LAYOUTS: readonly Layout[] = [
  ...WITHIN_A_BLOCK,
  { shape: [2, 5, 130], axis: 1 },
  { shape: [43, 30], axis: 1 },
  { shape: [30, 7, 20], axis: 1 },
  { shape: [6_100], axis: 0 },
  { shape: [2, 3_001], axis: 1 },
  { shape: [3, 450, 5], axis: 1 },
  { shape: [3, 1_250, 1], axis: 1 },
  { shape: [4_100, 3], axis: 0 },
  { shape: [2, 70, 65], axis: 1 },
  { shape: [2, 1_251], axis: 0 },
  // The least number of columns that would leave a single one over.
  { shape: [17, 4_097], axis: 0 },
  { shape: [2, 50, 130], axis: 1 },
];

/** The same for blocks of the size that they have. */
export const LARGE_LAYOUTS: readonly Layout[] = [
  ...WITHIN_A_BLOCK,
  { shape: [700, 100], axis: 1 },
  { shape: [100, 7, 100], axis: 1 },
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

/** Takes seconds: once, in the type in which it is smaller. */
export const HUGE: Layout = { shape: [2, 30_000, 130], axis: 1 };

/** The layouts with elements, and few enough for references in JavaScript. */
export const modest = (layouts: readonly Layout[], most: number) =>
  layouts.filter(({ shape }) => sizeOf(shape) > 0 && sizeOf(shape) <= most);

export const titleOf = ({ shape, axis }: Layout) => `[${shape}] along ${axis}`;
export const titled = (layouts: readonly Layout[]) => layouts.map((layout) => [titleOf(layout), layout] as const);
