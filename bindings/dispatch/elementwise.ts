import { checkAddend, checkOverlap, overlap, overlapError } from "../checks/aliasing.js";
import { BYTES, create, type ElementType, type FloatArray } from "../core/types.js";
import { ADD, BLOCK, blockLength, stageIn, stageOut, stageSum, staging } from "../memory/staging.js";
import { type Home, homeOfAll, ONES, placeOf, SCRATCH, SCRATCH_BYTES } from "../wasm/instance.js";
import { kernelOf } from "../wasm/kernels.js";

/** Three parameters in the order of the table, 0 where the function has fewer. */
export type Triple = readonly [number, number, number];

/** What an error message names: the function, and what it calls its operands. */
export interface Site {
  readonly op: string;
  readonly x: string;
  readonly dy?: string;
}

/** kernel(x) in `given` or a new array: in place where both live in one Workspace, else block by block. */
export function mapForward(
  site: Site,
  kernel: number,
  type: ElementType,
  x: FloatArray,
  given: FloatArray | undefined,
  values: Triple,
): FloatArray {
  const n = x.length;
  const a = values[0];
  const b = values[1];
  const c = values[2];
  const from = placeOf(x);
  const to = from && given && placeOf(given);
  if (to && to.home === from.home) {
    const bytes = n * BYTES[type];
    if (overlap(from.address, bytes, to.address, bytes)) throw overlapError(site.op, site.x);
    kernelOf(to.home, kernel)(from.address, to.address, n, a, b, c);
    return given;
  }
  if (given) checkOverlap(site.op, site.x, type, x, given);
  const out = given ?? create(type, n);
  const stage = staging(site.op);
  const run = kernelOf(stage, kernel);
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(stage, type, BLOCK[0], x, i, count);
    run(BLOCK[0], BLOCK[2], count, a, b, c);
    stageOut(type, out, i, count);
  }
  return out;
}

/** kernel(x, dy), likewise; without dy it is 1 everywhere. */
export function mapBackward(
  site: Site,
  kernel: number,
  type: ElementType,
  x: FloatArray,
  dy: FloatArray | undefined,
  given: FloatArray | undefined,
  values: Triple,
): FloatArray {
  const n = x.length;
  const from = placeOf(x);
  const to = from && given && placeOf(given);
  if (to && to.home === from.home) {
    const gradient = dy ? addressIn(to.home, dy) : to.home.page + ONES[type];
    if (gradient !== undefined) {
      const bytes = n * BYTES[type];
      if (overlap(from.address, bytes, to.address, bytes)) throw overlapError(site.op, site.x);
      if (dy && overlap(gradient, bytes, to.address, bytes)) throw overlapError(site.op, site.dy ?? "dy");
      kernelOf(to.home, kernel)(from.address, gradient, to.address, n, dy ? 1 : 0, values[0], values[1], values[2]);
      return given;
    }
  }
  if (given) checkOverlap(site.op, site.x, type, x, given);
  if (given && dy) checkOverlap(site.op, site.dy ?? "dy", type, dy, given);
  return stageBackward(site.op, kernel, type, x, dy, given ?? create(type, n), values, false);
}

/** out += kernel(x, dy), in place where all live in one Workspace: block by block through its scratch. */
export function mapAccumulate(
  site: Site,
  kernel: number,
  type: ElementType,
  x: FloatArray,
  dy: FloatArray,
  out: FloatArray,
  values: Triple,
): FloatArray {
  checkAddend(site.op, site.x, x, out);
  checkAddend(site.op, site.dy ?? "dy", dy, out);
  const home = homeOfAll(x, out, dy);
  if (!home) return stageBackward(site.op, kernel, type, x, dy, out, values, true);
  const run = kernelOf(home, kernel);
  const add = kernelOf(home, ADD[type]);
  const [a, b, c] = values;
  const size = BYTES[type];
  const block = SCRATCH_BYTES / size;
  const scratch = home.page + SCRATCH;
  for (let i = 0; i < x.length; i += block) {
    const count = Math.min(block, x.length - i);
    const to = out.byteOffset + i * size;
    run(x.byteOffset + i * size, dy.byteOffset + i * size, scratch, count, 1, a, b, c);
    add(scratch, to, to, count, 1, 0, 0, 0);
  }
  return out;
}

function stageBackward(
  op: string,
  kernel: number,
  type: ElementType,
  x: FloatArray,
  dy: FloatArray | undefined,
  out: FloatArray,
  values: Triple,
  accumulate: boolean,
): FloatArray {
  const n = x.length;
  const stage = staging(op);
  const run = kernelOf(stage, kernel);
  const block = blockLength(type);
  const gradient = dy ? BLOCK[1] : stage.page + ONES[type];
  const step = dy ? 1 : 0;
  const a = values[0];
  const b = values[1];
  const c = values[2];
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(stage, type, BLOCK[0], x, i, count);
    if (dy) stageIn(stage, type, BLOCK[1], dy, i, count);
    run(BLOCK[0], gradient, BLOCK[2], count, step, a, b, c);
    if (accumulate) stageSum(type, out, i, count);
    else stageOut(type, out, i, count);
  }
  return out;
}

function addressIn(home: Home, array: FloatArray): number | undefined {
  const place = placeOf(array);
  return place?.home === home ? place.address : undefined;
}
