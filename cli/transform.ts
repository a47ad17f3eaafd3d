import type { FloatArray } from "lanewise";
import { type Block, blocksOf, largestBlock, type Range, type Segment, segmentsOf } from "./blocks.js";
import type { Engine } from "./engine.js";
import { ARRAYS, type ElementType, SIZES } from "./npy.js";
import type { Layout, Operation } from "./operation.js";
import type { Sink } from "./sink.js";
import type { Source } from "./source.js";

/** Elements on their way through a function. */
export interface Flow {
  readonly operation: Operation;
  readonly layout: Layout;
  /** The rows to compute: the result of the first one goes to the start of the sink. */
  readonly range: Range;
  readonly type: ElementType;
  readonly x: Input;
  readonly dy?: Input;
  readonly sink: Sink;
  readonly engine: Engine;
  /** Called with the number of elements of x that are done. */
  readonly onProgress?: (elements: number) => void;
}

export interface Input {
  readonly source: Source;
  /** Of the elements of the source. */
  readonly type: ElementType;
  /** It is read in order, in whole rows, and may end within the range: called first with the bytes there were. */
  readonly onEnd?: (bytes: number) => void;
}

// Of one array. Smaller blocks take more calls, larger ones only more memory.
const BLOCK_LENGTH = 2 ** 20;
// One block is computed while others are read and written.
const LANES = 3;
// Where rows are much longer than a block there are fewer lanes.
const MOST_BYTES = 96 * 2 ** 20;
// What a Workspace takes for an array beside its elements.
const MARGIN = 2048;

/** Computes a range block by block: the memory it takes does not depend on how much there is. */
export async function transform(flow: Flow): Promise<void> {
  const { layout, range, engine, type } = flow;
  const { n, made, inner } = layout;
  const length = flow.x.onEnd ? Math.max(BLOCK_LENGTH, n * inner) : BLOCK_LENGTH;
  const { outer, columns } = largestBlock(layout, length);
  const most = { x: outer * n * columns, y: outer * made * columns };
  const arraysOfY = (flow.dy ? 1 : 0) + (flow.operation.inPlace ? 0 : 1);
  const bytes = (most.x + arraysOfY * most.y) * SIZES[type] + 3 * MARGIN;
  const lanes = Math.max(1, Math.min(LANES + engine.threads - 1, Math.floor(MOST_BYTES / bytes)));
  const workspace = engine.workspace(lanes * bytes);
  const array = (length: number) => (type === "f32" ? workspace.float32(length) : workspace.float64(length));
  // All lanes take their blocks from here, and one that fails ends it for all.
  const blocks = blocksOf(layout, range, length);
  let elements = 0;
  const run = async () => {
    const pass = lane(flow, most, array);
    for (const block of blocks) {
      const count = await pass(block);
      elements += count;
      flow.onProgress?.(elements);
      if (count < block.outer * n * block.columns) return;
    }
  };
  await Promise.all(Array.from({ length: lanes }, run));
  workspace.dispose();
}

/** The way of one block after the other: into arrays of the workspace, through the function, and out. */
function lane(
  { operation, layout, range, type, x, dy, sink, engine }: Flow,
  most: { readonly x: number; readonly y: number },
  array: (length: number) => FloatArray,
): (block: Block) => Promise<number> {
  const { n, made } = layout;
  const perRow = operation.grad ? n : made;
  const readX = reader(x, type, array(most.x));
  const readDy = dy && reader(dy, type, array(most.y));
  const result = operation.inPlace ? undefined : array(most.y);
  return async (block) => {
    const [read, gradient] = await Promise.all([
      readX(segmentsOf(layout, block, n)),
      readDy?.(segmentsOf(layout, block, made)),
    ]);
    const outer = read.length < block.outer * n * block.columns ? read.length / (n * block.columns) : block.outer;
    if (outer === 0) return 0;
    const out = result ? result.subarray(0, outer * perRow * block.columns) : read;
    await engine.run(operation.call({ x: read, dy: gradient, out }, { outer, n, inner: block.columns }));
    const written = { ...block, first: block.first - range.first, outer };
    for (const { at, to, count } of segmentsOf(layout, written, perRow)) {
      await sink.write(bytesOf(out, to, count), at * SIZES[type]);
    }
    return outer * n * block.columns;
  };
}

/** Reads segments to an array, converting them if they are of another type; returns what of it was filled. */
function reader({ source, type, onEnd }: Input, wanted: ElementType, into: FloatArray) {
  const target = type === wanted ? into : new ARRAYS[type](into.length);
  return async (segments: readonly Segment[]): Promise<FloatArray> => {
    let filled = 0;
    for (const { at, to, count } of segments) {
      const bytes = bytesOf(target, to, count);
      const position = at * SIZES[type];
      const got = await source.read(bytes, position);
      if (got < bytes.length) onEnd?.(position + got);
      filled += got / SIZES[type];
    }
    if (target !== into) into.set(filled === into.length ? target : target.subarray(0, filled));
    return filled === into.length ? into : into.subarray(0, filled);
  };
}

function bytesOf(array: FloatArray, start: number, count: number): Uint8Array {
  const size = array.BYTES_PER_ELEMENT;
  return new Uint8Array(array.buffer, array.byteOffset + start * size, count * size);
}
