import { Workspace } from "../../bindings/index.js";
import type { ElementType, FloatArray } from "./functions.js";
import type { Layout } from "./shapes.js";

/** Shapes and axes that take the row loops through all their ways. */
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

/** Takes seconds: once, in the type in which it is smaller. */
export const HUGE: Layout = { shape: [2, 30_000, 130], axis: 1 };

export const titleOf = ({ shape, axis }: Layout) => `[${shape}] along ${axis}`;
export const titled = (layouts: readonly Layout[]) => layouts.map((layout) => [titleOf(layout), layout] as const);

/** Copies of the arrays in one Workspace, and room for an output. */
export function inWorkspace<R>(arrays: readonly FloatArray[], type: ElementType, use: (placed: FloatArray[]) => R): R {
  using workspace = new Workspace({ bytes: arrays.reduce((sum, array) => sum + array.byteLength + 2_048, 1) });
  return use(arrays.map((array) => (type === "f32" ? workspace.float32(array) : workspace.float64(array))));
}
