import type { FloatArray } from "lanewise";
import { toHalf } from "lanewise/half";
import { Failure } from "../core/failure.js";
import { amount } from "../core/text.js";
import { decode, type ElementType, type FloatType, isStoredAs, SIZES, type Stored } from "../io/element-types.js";
import type { Sink } from "../io/sink.js";
import type { Source } from "../io/source.js";
import { type Block, blocksOf, largestBlock, type Range, type Segment, segmentsOf } from "./blocks.js";
import type { Engine, Memory } from "./engine.js";
import type { Layout, Operation } from "./operation.js";
import { Turns } from "./turns.js";

/** Elements on their way through a function. */
export interface Flow {
  readonly operation: Operation;
  readonly layout: Layout;
  /** The rows to compute: the result of the first one goes to the start of the sink. */
  readonly range: Range;
  /** The type that is computed in. */
  readonly type: ElementType;
  /** The type that is written. */
  readonly written: FloatType;
  readonly x: Input;
  readonly dy?: Input;
  readonly sink: Sink;
  readonly engine: Engine;
  /** Called with the number of elements of x that are done. */
  readonly onProgress?: (elements: number) => void;
}

export interface Input {
  readonly source: Source;
  readonly stored: Stored;
  /** It is read in order, in whole rows, and may end within the range: called first with the bytes there were. */
  readonly onEnd?: (bytes: number) => void;
}

// Of one array. Smaller blocks take more calls, larger ones only more memory.
const BLOCK_LENGTH = 2 ** 20;
// Up to here a slice that is longer stays whole: cut into columns it takes a read and a write for each of its rows.
const SLICE_BYTES = 32 * 2 ** 20;
// One block is computed while others are read and written.
const LANES = 3;
// Large blocks leave room for fewer lanes.
const MOST_BYTES = 96 * 2 ** 20;
// Bytes that a Workspace takes for an array, besides its elements.
const MARGIN = 2048;
const LARGEST_WORKSPACE = 2 ** 32 - 2 ** 16;

/** Computes a range block by block: the memory it takes does not depend on how much there is. */
export async function transform(flow: Flow): Promise<void> {
  const { layout, range, engine, type, sink } = flow;
  const { n, made, inner } = layout;
  const slice = Math.max(n, made) * inner;
  // A stream goes on in the order of the elements: a slice of it cannot be cut into columns.
  const ordered = flow.x.onEnd !== undefined || sink.inOrder;
  const longest = ordered ? slice : Math.min(slice, SLICE_BYTES / SIZES[type]);
  const length = Math.max(BLOCK_LENGTH, longest);
  const { outer, columns } = largestBlock(layout, length);
  const most = { x: outer * n * columns, y: outer * made * columns };
  const arraysOfY = (flow.dy ? 1 : 0) + (flow.operation.inPlace ? 0 : 1);
  const bytes = (most.x + arraysOfY * most.y) * SIZES[type] + 3 * MARGIN;
  const lanes = Math.max(1, Math.min(LANES + engine.threads - 1, Math.floor(MOST_BYTES / bytes)));
  const workspace = memory(engine, lanes * bytes);
  try {
    const array = (length: number) => (type === "f32" ? workspace.float32(length) : workspace.float64(length));
    // All lanes take their blocks from here, and one that fails ends it for all.
    const blocks = blocksOf(layout, range, length);
    // Results of whole rows are written in their order. Columns need not be, and could not.
    const turns = columns === inner ? new Turns() : undefined;
    let elements = 0;
    let ended = false;
    const run = async () => {
      const pass = lane(flow, most, array);
      for (const block of blocks) {
        const turn = turns?.next();
        const count = await pass(block, turn?.ready);
        turn?.done();
        elements += count;
        flow.onProgress?.(elements);
        ended ||= count < block.outer * n * block.columns;
        if (ended) return;
      }
    };
    const stopping = (cause: unknown) => {
      ended = true;
      turns?.fail(cause);
      // Another lane may wait for values that never come.
      if (flow.x.onEnd) void flow.x.source.close();
      throw cause;
    };
    // Nobody reads or writes any more when this is over, however it ends.
    const results = await Promise.allSettled(Array.from({ length: lanes }, () => run().catch(stopping)));
    for (const result of results) if (result.status === "rejected") throw result.reason;
  } finally {
    workspace.dispose();
  }
}

function memory(engine: Engine, bytes: number): Memory {
  if (bytes > LARGEST_WORKSPACE) {
    throw new Failure(`the rows are too long: to have one in memory takes ${amount(bytes)}, 4.29 GB at most can be`);
  }
  return engine.workspace(bytes);
}

/** The way of one block after the other: into arrays of the workspace, through the function, and out. */
function lane(
  { operation, layout, range, type, written, x, dy, sink, engine }: Flow,
  most: { readonly x: number; readonly y: number },
  array: (length: number) => FloatArray,
): (block: Block, turn?: Promise<void>) => Promise<number> {
  const { n, made } = layout;
  const perRow = operation.grad ? n : made;
  const readX = reader(x, type, array(most.x));
  const readDy = dy && reader(dy, type, array(most.y));
  const result = operation.inPlace ? undefined : array(most.y);
  const stored = writer(type, written, operation.grad ? most.x : most.y);
  return async (block, turn) => {
    const [read, gradient] = await Promise.all([
      readX(segmentsOf(layout, block, n)),
      readDy?.(segmentsOf(layout, block, made)),
    ]);
    const outer = read.length < block.outer * n * block.columns ? read.length / (n * block.columns) : block.outer;
    if (outer === 0) return 0;
    const out = result ? result.subarray(0, outer * perRow * block.columns) : read;
    await engine.run(
      operation.call({ x: read, dy: gradient, out }, { first: block.first, outer, n, inner: block.columns }),
    );
    const bytes = stored(out);
    await turn;
    const target = { ...block, first: block.first - range.first, outer };
    for (const { at, to, count } of segmentsOf(layout, target, perRow)) {
      const size = SIZES[written];
      await sink.write(bytes.subarray(to * size, (to + count) * size), at * size);
    }
    return outer * n * block.columns;
  };
}

/** Reads segments to an array, converting them if they are stored otherwise; returns the part of it that was filled. */
function reader({ source, stored, onEnd }: Input, type: ElementType, into: FloatArray) {
  const direct = isStoredAs(stored, type);
  const raw = direct ? bytesOf(into) : new Uint8Array(into.length * stored.bytes);
  return async (segments: readonly Segment[]): Promise<FloatArray> => {
    let filled = 0;
    for (const { at, to, count } of segments) {
      const bytes = raw.subarray(to * stored.bytes, (to + count) * stored.bytes);
      const position = at * stored.bytes;
      const got = await source.read(bytes, position);
      if (got < bytes.length) onEnd?.(position + got);
      filled += got / stored.bytes;
    }
    const part = filled === into.length ? into : into.subarray(0, filled);
    if (!direct) decode(stored, raw.subarray(0, filled * stored.bytes), part);
    return part;
  };
}

/** The bytes that results are written as. */
function writer(type: ElementType, written: FloatType, most: number): (results: FloatArray) => Uint8Array {
  if (written === type) return bytesOf;
  const halves = new Uint16Array(most);
  return (results) => {
    const out = toHalf(results as Float32Array, { out: halves.subarray(0, results.length) });
    return new Uint8Array(out.buffer, 0, out.byteLength);
  };
}

function bytesOf(array: FloatArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
