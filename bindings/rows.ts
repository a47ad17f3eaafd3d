import { BYTES, type ElementType, type FloatArray } from "./arrays.js";
import { type Home, homeOfAll, ROW_STATE } from "./home.js";
import type { View } from "./shape.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "./staging.js";

/** A row kernel, and what its phases do (assembly/rows.ts). */
export interface RowKernel {
  readonly kernel: string;
  readonly maximum: boolean;
  readonly backward: boolean;
  /** Whether it leaves terms in the output between the sum and the map. */
  readonly keep: boolean;
}

const BEGIN = 1;
const MAX = 2;
const SUM = 4;
const MAP = 8;
const WHOLE = BEGIN | MAX | SUM | MAP;

// Strided rows that go through the state together: enough to fill cache lines on the way.
const COLUMNS = 64;

/** out = kernel(x, dy) on all rows: in place in one Workspace, else staged. */
export function mapRows(
  op: string,
  row: RowKernel,
  type: ElementType,
  x: FloatArray,
  dy: FloatArray | undefined,
  out: FloatArray,
  view: View,
): void {
  if (x.length === 0) return;
  const { outer, n, inner } = view;
  const home = homeOfAll(x, out, dy);
  if (home) {
    const g = (dy ?? x).byteOffset;
    home.kernels[`${row.kernel}_${type}`]!(x.byteOffset, g, out.byteOffset, outer, n, inner, ROW_STATE, WHOLE);
    return;
  }
  const staged = new StagedRows(staging(op), row, type, x, dy, out);
  const block = blockLength(type);
  const slab = n * inner;
  if (slab <= block) {
    // Neighbouring slabs are one run of elements.
    const group = Math.floor(block / slab);
    for (let o = 0; o < outer; o += group) {
      const count = Math.min(group, outer - o);
      staged.whole(count, n, inner, { start: o * slab, rows: 1, width: count * slab, stride: 0 });
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
      staged.pieces(o * slab + j, n, columns, inner, Math.floor(block / columns));
    }
  }
}

/** `rows` runs of `width` elements, `stride` apart: what one block holds. */
interface Runs {
  readonly start: number;
  readonly rows: number;
  readonly width: number;
  readonly stride: number;
}

class StagedRows {
  readonly #home: Home;
  readonly #row: RowKernel;
  readonly #type: ElementType;
  readonly #x: FloatArray;
  readonly #dy: FloatArray | undefined;
  readonly #out: FloatArray;

  constructor(
    home: Home,
    row: RowKernel,
    type: ElementType,
    x: FloatArray,
    dy: FloatArray | undefined,
    out: FloatArray,
  ) {
    this.#home = home;
    this.#row = row;
    this.#type = type;
    this.#x = x;
    this.#dy = dy;
    this.#out = out;
  }

  /** Whole slabs in one call. */
  whole(outer: number, n: number, inner: number, runs: Runs): void {
    this.#pass(WHOLE, outer, n, inner, runs);
  }

  /** `columns` neighbouring rows of n elements, in pieces of at most `length` along the axis. */
  pieces(start: number, n: number, columns: number, stride: number, length: number): void {
    const runs = (k: number): Runs => ({
      start: start + k * stride,
      rows: Math.min(length, n - k),
      width: columns,
      stride,
    });
    if (length >= n) {
      this.#pass(WHOLE, 1, n, columns, runs(0));
      return;
    }
    const phases = this.#row.maximum ? [MAX, SUM, MAP] : [SUM, MAP];
    for (const phase of phases) {
      for (let k = 0; k < n; k += length) {
        const first = k === 0 && phase === phases[0];
        const piece = runs(k);
        this.#pass(first ? phase | BEGIN : phase, 1, piece.rows, columns, piece);
      }
    }
  }

  #pass(phases: number, outer: number, n: number, inner: number, runs: Runs): void {
    const fromOut = this.#row.keep && phases === MAP;
    if (fromOut) this.#in(BLOCK[2], this.#out, runs);
    else this.#in(BLOCK[0], this.#x, runs);
    if (this.#dy && phases !== MAX) this.#in(BLOCK[1], this.#dy, runs);
    const run = this.#home.kernels[`${this.#row.kernel}_${this.#type}`]!;
    run(BLOCK[0], BLOCK[1], BLOCK[2], outer, n, inner, ROW_STATE, phases);
    if (phases & MAP || (this.#row.keep && phases & SUM)) this.#outTo(runs);
  }

  #in(address: number, source: FloatArray, { start, rows, width, stride }: Runs): void {
    if (width === stride) {
      stageIn(this.#home, this.#type, address, source, start, rows * width);
      return;
    }
    for (let k = 0; k < rows; k++) {
      stageIn(this.#home, this.#type, address + k * width * BYTES[this.#type], source, start + k * stride, width);
    }
  }

  #outTo({ start, rows, width, stride }: Runs): void {
    if (width === stride) {
      stageOut(this.#type, this.#out, start, rows * width);
      return;
    }
    for (let k = 0; k < rows; k++) stageOut(this.#type, this.#out, start + k * stride, width, k * width);
  }
}
