import { BYTES, type ElementType, type FloatArray, lengthOf, offsetOf, part, write } from "../core/types.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "../memory/staging.js";
import { BEGIN, END, MAP, MAX, NEXT, PER_ROW, SUM, WHOLE } from "../wasm/abi.js";
import { type Home, homeOfAll, ROW_STATE, SCRATCH, SCRATCH_BYTES } from "../wasm/instance.js";
import { type Exports, type Kernel, kernelOf } from "../wasm/kernels.js";
import type { Plan } from "./plan.js";

/** A row kernel, and what its phases do (assembly/loops/row.ts). */
export interface RowKernel {
  readonly kernel: Exports;
  /** True if it needs the row's maximum. */
  readonly maximum?: boolean;
  /** True if it leaves terms in the output between the sum and the map. */
  readonly keep?: boolean;
  /** True if it needs the dy of the maximum. */
  readonly pick?: boolean;
  /** True if dy is a second output, of one value a row. */
  readonly side?: boolean;
  /** True if other sums, with dy, follow the first. */
  readonly next?: boolean;
  /** True if the output has one value a row. */
  readonly result?: boolean;
  /** How it takes its operands: a set of MINUS_X, MINUS_DY, PER_ROW. */
  readonly take?: number;
}

// Strided rows that go through the state together: enough to fill cache lines on the way.
const COLUMNS = 64;

/** The part of a plan that says how arrays are read. */
export type Rows = Pick<Plan, "op" | "type" | "outer" | "n" | "inner">;

/** out = kernel(x, dy) on all rows: in place in one Workspace, else staged. */
export function mapRows(
  row: RowKernel,
  { op, type, outer, n, inner }: Rows,
  x: FloatArray,
  dy: FloatArray | undefined,
  out: FloatArray,
): void {
  if (lengthOf(x) === 0) return;
  const home = homeOfAll(x, out, row.side ? undefined : dy);
  if (home && row.side) {
    if (mapBesides(home, row, { op, type, outer, n, inner }, x, dy!, out)) return;
  } else if (home) {
    const from = offsetOf(x);
    const g = dy ? offsetOf(dy) : from;
    const phases = wholeOf(row);
    kernelOf(op, home, row.kernel[type])(from, g, offsetOf(out), outer, n, inner, home.page + ROW_STATE, phases);
    return;
  }
  const staged = new StagedRows(op, row, type, x, dy, out);
  const block = blockLength(type);
  const slab = n * inner;
  if (slab <= block) {
    // Neighbouring slabs are one run of elements.
    const group = Math.floor(block / slab);
    for (let o = 0; o < outer; o += group) {
      const count = Math.min(group, outer - o);
      const rows = { start: o * inner, count: count * inner };
      staged.whole(count, n, inner, { start: o * slab, runs: 1, width: count * slab, stride: 0, rows });
    }
    return;
  }
  // Too large a slab: as many of its rows as fit, or rows in pieces.
  const most = Math.max(COLUMNS, Math.floor(block / n));
  const width = Math.ceil(inner / Math.ceil(inner / most));
  for (let o = 0; o < outer; o++) {
    for (let j = 0, columns = 0; j < inner; j += columns) {
      const left = inner - j;
      // A single column left over would be summed in another order: two are left instead.
      columns = left === width + 1 ? width - 1 : Math.min(width, left);
      const rows = { start: o * inner + j, count: columns };
      staged.pieces({ start: o * slab + j, runs: n, width: columns, stride: inner, rows }, Math.floor(block / columns));
    }
  }
}

/** In place with a second output, which passes through the scratch memory: false if that has no room for a slab's. */
function mapBesides(
  home: Home,
  row: RowKernel,
  { op, type, outer, n, inner }: Rows,
  x: FloatArray,
  side: FloatArray,
  out: FloatArray,
): boolean {
  const group = Math.floor(SCRATCH_BYTES / BYTES[type] / inner);
  const run = kernelOf(op, home, row.kernel[type]);
  const bytes = n * inner * BYTES[type];
  const at = home.page + SCRATCH;
  for (let o = 0; o < outer && group > 0; o += group) {
    const count = Math.min(group, outer - o);
    const state = home.page + ROW_STATE;
    run(offsetOf(x) + o * bytes, at, offsetOf(out) + o * bytes, count, n, inner, state, wholeOf(row));
    write(side, part(home[type], at / BYTES[type], count * inner), o * inner);
  }
  return group > 0;
}

function wholeOf({ next, take = 0 }: RowKernel): number {
  return WHOLE | (next ? NEXT : 0) | take;
}

/** `runs` runs of `width` elements, `stride` apart: what one block holds. */
interface Runs {
  readonly start: number;
  readonly runs: number;
  readonly width: number;
  readonly stride: number;
  /** The rows that they are of, or are pieces of. */
  readonly rows: { readonly start: number; readonly count: number };
}

class StagedRows {
  readonly #home: Home;
  readonly #run: Kernel;
  readonly #row: RowKernel;
  readonly #type: ElementType;
  readonly #x: FloatArray;
  readonly #dy: FloatArray | undefined;
  readonly #out: FloatArray;

  constructor(
    op: string,
    row: RowKernel,
    type: ElementType,
    x: FloatArray,
    dy: FloatArray | undefined,
    out: FloatArray,
  ) {
    this.#home = staging(op);
    this.#run = kernelOf(op, this.#home, row.kernel[type]);
    this.#row = row;
    this.#type = type;
    this.#x = x;
    this.#dy = dy;
    this.#out = out;
  }

  /** Whole slabs in one call. */
  whole(outer: number, n: number, inner: number, runs: Runs): void {
    this.#pass(wholeOf(this.#row), outer, n, inner, runs);
  }

  /** Neighbouring rows, an element of each in a run, in pieces of at most `length` runs. */
  pieces(all: Runs, length: number): void {
    const { maximum, next, result, take = 0 } = this.#row;
    if (length >= all.runs) {
      this.#pass(wholeOf(this.#row), 1, all.runs, all.width, all);
      return;
    }
    /** The phase on all pieces, and others on the last one. */
    const pass = (phase: number, first: number, last: number): boolean => {
      let again = false;
      for (let k = 0; k < all.runs; k += length) {
        const runs = Math.min(length, all.runs - k);
        const phases = phase | (k === 0 ? first : 0) | (k + runs === all.runs ? last : 0) | take;
        again = this.#pass(phases, 1, runs, all.width, { ...all, start: all.start + k * all.stride, runs });
      }
      return again;
    };
    const map = result ? MAP : 0;
    if (maximum) pass(MAX, BEGIN, 0);
    while (pass(SUM, maximum ? 0 : BEGIN, next ? END : END | map));
    if (next) pass(NEXT, 0, map);
    if (!result) pass(MAP, 0, 0);
  }

  /** True if the kernel asks for another round. */
  #pass(phases: number, outer: number, n: number, inner: number, runs: Runs): boolean {
    const { keep, next, pick, result, side, take = 0 } = this.#row;
    if (keep && !(phases & (MAX | SUM))) this.#in(BLOCK[2], this.#out, runs);
    else this.#in(BLOCK[0], this.#x, runs);
    const reads = (next ? NEXT : SUM | MAP) | (pick ? MAX : 0);
    if (this.#dy && !side && phases & reads) {
      if (take & PER_ROW) stageIn(this.#home, this.#type, BLOCK[1], this.#dy, runs.rows.start, runs.rows.count);
      else this.#in(BLOCK[1], this.#dy, runs);
    }
    const again = this.#run(BLOCK[0], BLOCK[1], BLOCK[2], outer, n, inner, this.#home.page + ROW_STATE, phases);
    if (side && phases & MAP) {
      const { start, count } = runs.rows;
      write(this.#dy!, part(this.#home[this.#type], BLOCK[1] / BYTES[this.#type], count), start);
    }
    if (result) {
      if (phases & MAP) stageOut(this.#type, this.#out, runs.rows.start, runs.rows.count);
    } else if (phases & MAP || (keep && phases & SUM)) this.#outTo(runs);
    return Boolean(again);
  }

  #in(address: number, source: FloatArray, { start, runs, width, stride }: Runs): void {
    if (width === stride) {
      stageIn(this.#home, this.#type, address, source, start, runs * width);
      return;
    }
    for (let k = 0; k < runs; k++) {
      stageIn(this.#home, this.#type, address + k * width * BYTES[this.#type], source, start + k * stride, width);
    }
  }

  #outTo({ start, runs, width, stride }: Runs): void {
    if (width === stride) {
      stageOut(this.#type, this.#out, start, runs * width);
      return;
    }
    for (let k = 0; k < runs; k++) stageOut(this.#type, this.#out, start + k * stride, width, k * width);
  }
}
