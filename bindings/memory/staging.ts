import { BYTES, type ElementType, type FloatArray, lengthOf, part, write } from "../core/types.js";
import { add } from "../wasm/families/add.js";
import { createHome, type Home, PAGE, reserve } from "../wasm/instance.js";
import { exportsOf, kernelOf } from "../wasm/kernels.js";

/**
 * The memory in which operands that do not live in one Workspace pass through the kernels, block by block: one
 * small memory a realm, made at the first call, that never grows.
 *
 * A block of 64 KiB stays in the second-level cache. The blocks start at different offsets within
 * a page of 4 KiB, since a store and a load with the same offset wait for each other.
 */
export const BLOCK_BYTES = PAGE;
const STAGGER = 1088;
const BLOCKS = 6;
const PAGES = 1 + Math.ceil((BLOCKS * (BLOCK_BYTES + STAGGER)) / PAGE);

type Three = readonly [number, number, number];
const addresses = (blocks: Three) => blocks.map((i) => PAGE + i * (BLOCK_BYTES + STAGGER)) as unknown as Three;

/** Addresses of the blocks: two operands and the output. */
export const BLOCK = /* @__PURE__ */ addresses([0, 1, 2]);
/** As many addresses, for arrays that are packed for one call. */
export const PACKED = /* @__PURE__ */ addresses([3, 4, 5]);

/** The kernel that adds two arrays. */
export const ADD = /* @__PURE__ */ exportsOf(add);

let home: Home | undefined;

export function staging(op: string): Home {
  home ??= reserve(op, "WebAssembly", PAGES * PAGE, () => createHome(op, PAGES));
  return home;
}

export function blockLength(type: ElementType): number {
  return type === "f32" ? BLOCK_BYTES / 4 : BLOCK_BYTES / 8;
}

/** Copies `count` elements of `source` from `start` on to the address. */
export function stageIn(
  home: Home,
  type: ElementType,
  address: number,
  source: FloatArray,
  start: number,
  count: number,
): void {
  const elements = count === lengthOf(source) ? source : part(source, start, count);
  write(home[type], elements, address / BYTES[type]);
}

/** Copies `count` elements of the output block to `target` from `start` on. */
export function stageOut(type: ElementType, target: FloatArray, start: number, count: number, skip = 0): void {
  write(target, output(type, skip, count), start);
}

/** Adds them to the elements of `target`, on the block of the first operand, which is free by now. */
export function stageSum(op: string, type: ElementType, target: FloatArray, start: number, count: number): void {
  stageIn(home!, type, BLOCK[0], target, start, count);
  kernelOf(op, home!, ADD[type])(BLOCK[0], BLOCK[2], BLOCK[2], count, 1, 0, 0, 0);
  stageOut(type, target, start, count);
}

// Making a view costs 18 ns, as much as two copies of 16 elements: the views of small outputs are kept.
const KEPT = 256;
const kept = { f32: [] as FloatArray[], f64: [] as FloatArray[] };

export function output(type: ElementType, skip: number, count: number): FloatArray {
  if (skip === 0 && count <= KEPT) return (kept[type][count] ??= view(type, 0, count));
  return view(type, skip, count);
}

function view(type: ElementType, skip: number, count: number): FloatArray {
  const at = BLOCK[2] / BYTES[type] + skip;
  return home![type].subarray(at, at + count);
}
