import { overlap, overlapError } from "../checks/aliasing.js";
import { allocateResult } from "../core/allocate.js";
import {
  BYTES,
  bufferOf,
  type ElementType,
  type FloatArray,
  type FloatType,
  lengthOf,
  offsetOf,
  typeOf,
  write,
} from "../core/types.js";
import { ADD, BLOCK, blockLength, output, stageIn, stageOut, stageSum, staging } from "../memory/staging.js";
import {
  type Home,
  homeOfAll,
  type KnownPlace,
  knownPlaceOf,
  ONES,
  PAGE,
  SCRATCH,
  SCRATCH_BYTES,
} from "../wasm/instance.js";
import { kernelOf } from "../wasm/kernels.js";
import type { Plan } from "./plan.js";

/** The part of a plan that an elementwise kernel needs. Three parameters, 0 where the function has fewer. */
export type Elements = Pick<Plan, "op" | "type" | "outer" | "x" | "dy" | "out" | "home" | "values">;

/** The same elements, with the memory that all of their arrays lie in. */
export function located(elements: Omit<Elements, "home">): Elements {
  const { x, dy, out } = elements;
  return { ...elements, home: out && homeOfAll(x, out, dy) };
}

/**
 * The place of x, if a Workspace has handed out all arrays of a call, alike in type and length: there is nothing to
 * check then, since each is one block, and none can have changed.
 */
export function knownPlaces(x: FloatArray, dy: unknown, out: unknown): KnownPlace | undefined {
  // A Workspace has no arrays in its first page, and looking for one takes 8 ns.
  if (offsetOf(x) < PAGE) return undefined;
  const from = knownPlaceOf(x);
  const to = from && knownPlaceOf(out);
  return from && to && isAlike(from, to) && (dy === undefined || isAlike(from, knownPlaceOf(dy))) ? from : undefined;
}

function isAlike(a: KnownPlace, b: KnownPlace | undefined): boolean {
  return b !== undefined && a.home === b.home && a.length === b.length && a.type === b.type;
}

/** kernel(x) or kernel(x, dy) in place. */
export function mapPlaces(
  op: string,
  { home, address, length }: KnownPlace,
  dy: FloatArray | undefined,
  out: FloatArray,
  values: readonly number[],
  kernel: number,
): FloatArray {
  const run = kernelOf(op, home, kernel);
  const to = offsetOf(out);
  if (dy) run(address, offsetOf(dy), to, length, 1, values[0]!, values[1]!, values[2]!);
  else run(address, to, length, values[0]!, values[1]!, values[2]!);
  return out;
}

/**
 * The number of elements, if there is nothing to refuse and nothing to look up: arrays of a type, of one length up to a
 * block, that lie apart from `out` by their offsets and at the start of their buffers, where no Workspace has any.
 */
export function smallLength(type: FloatType, x: FloatArray, dy: unknown, out: unknown): number {
  if (type === "f16" || typeOf(out) !== type) return 0;
  const n = lengthOf(out as FloatArray);
  const to = offsetOf(out as FloatArray);
  const bytes = n * BYTES[type];
  if (n > blockLength(type) || !isApart(x, n, bytes, to)) return 0;
  return dy === undefined || (typeOf(dy) === type && isApart(dy as FloatArray, n, bytes, to)) ? n : 0;
}

function isApart(operand: FloatArray, n: number, bytes: number, to: number): boolean {
  const from = offsetOf(operand);
  return from < PAGE && (from === to || from + bytes <= to || to + bytes <= from) && lengthOf(operand) === n;
}

/** kernel(x) or kernel(x, dy) for such arrays. */
export function mapSmall(
  op: string,
  type: FloatType,
  n: number,
  x: FloatArray,
  dy: FloatArray | undefined,
  out: FloatArray,
  values: readonly number[],
  kernel: number,
): FloatArray {
  const stage = staging(op);
  const run = kernelOf(op, stage, kernel);
  // Not stage[type]: with both types in a program, engines look that up.
  const memory = type === "f32" ? stage.f32 : stage.f64;
  const size = type === "f32" ? 4 : 8;
  write(memory, x, BLOCK[0] / size);
  if (dy) {
    write(memory, dy, BLOCK[1] / size);
    run(BLOCK[0], BLOCK[1], BLOCK[2], n, 1, values[0]!, values[1]!, values[2]!);
  } else run(BLOCK[0], BLOCK[2], n, values[0]!, values[1]!, values[2]!);
  write(out, output(type as ElementType, 0, n));
  return out;
}

/**
 * Refuses an `out` that overlaps an operand without being it; all arrays have one length. Returns the memory that they
 * lie in, if it is one: there, addresses tell, and no array is asked for its buffer.
 */
export function checkPlaces(
  op: string,
  operands: readonly string[],
  type: FloatType,
  length: number,
  x: FloatArray,
  dy: FloatArray | undefined,
  out: FloatArray,
): Home | undefined {
  const home = homeOfAll(x, out, dy);
  const bytes = length * BYTES[type];
  const to = offsetOf(out);
  if (overlap(offsetOf(x), bytes, to, bytes) && (home || bufferOf(x) === bufferOf(out))) {
    throw overlapError(op, operands[0]!);
  }
  if (dy && overlap(offsetOf(dy), bytes, to, bytes) && (home || bufferOf(dy) === bufferOf(out))) {
    throw overlapError(op, operands[1]!);
  }
  return home;
}

/** kernel(x): in place where all arrays lie in one Workspace, else block by block. */
export function mapForward({ op, type, outer: n, x, out: given, home, values }: Elements, kernel: number): FloatArray {
  const a = values[0]!;
  const b = values[1]!;
  const c = values[2]!;
  if (home) {
    kernelOf(op, home, kernel)(offsetOf(x), offsetOf(given!), n, a, b, c);
    return given!;
  }
  const out = given ?? allocateResult(op, "out", type, n);
  const stage = staging(op);
  const run = kernelOf(op, stage, kernel);
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
export function mapBackward(elements: Elements, kernel: number): FloatArray {
  const { op, type, outer, x, dy, out, home, values } = elements;
  if (!home) return stageBackward(elements, kernel, false);
  const gradient = dy ? offsetOf(dy) : home.page + ONES[type];
  const run = kernelOf(op, home, kernel);
  run(offsetOf(x), gradient, offsetOf(out!), outer, dy ? 1 : 0, values[0]!, values[1]!, values[2]!);
  return out!;
}

/** out += kernel(x, dy): through a block of scratch where all arrays lie in one Workspace. */
export function mapAccumulate(elements: Elements, kernel: number): FloatArray {
  const { op, type, outer: n, x, dy, out, values } = elements;
  const home = homeOfAll(x, out!, dy);
  if (!home) return stageBackward(elements, kernel, true);
  const run = kernelOf(op, home, kernel);
  const add = kernelOf(op, home, ADD[type]);
  const size = BYTES[type];
  const block = SCRATCH_BYTES / size;
  const scratch = home.page + SCRATCH;
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    const to = offsetOf(out!) + i * size;
    const from = offsetOf(x) + i * size;
    run(from, offsetOf(dy!) + i * size, scratch, count, 1, values[0]!, values[1]!, values[2]!);
    add(scratch, to, to, count, 1, 0, 0, 0);
  }
  return out!;
}

function stageBackward(
  { op, type, outer: n, x, dy, out, values }: Elements,
  kernel: number,
  accumulate: boolean,
): FloatArray {
  const to = out ?? allocateResult(op, "out", type, n);
  const stage = staging(op);
  const run = kernelOf(op, stage, kernel);
  const block = blockLength(type);
  const gradient = dy ? BLOCK[1] : stage.page + ONES[type];
  const step = dy ? 1 : 0;
  const a = values[0]!;
  const b = values[1]!;
  const c = values[2]!;
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(stage, type, BLOCK[0], x, i, count);
    if (dy) stageIn(stage, type, BLOCK[1], dy, i, count);
    run(BLOCK[0], gradient, BLOCK[2], count, step, a, b, c);
    if (accumulate) stageSum(op, type, to, i, count);
    else stageOut(type, to, i, count);
  }
  return to;
}
