import { callable } from "../core/callable.js";
import type { FloatArray } from "../core/types.js";
import { blockLength } from "../memory/staging.js";
import { type Batch, type Batching, type Call, checkBatch, type Options, stacked } from "./check.js";
import { Pack } from "./pack.js";

/**
 * Makes a callable with a member `batch`, which is the same call of many arrays. Elements do not care
 * where an array ends, and rows not which array they are of: small arrays side by side are one array
 * with more elements, or with one more dimension. They are packed into blocks, and each block is one
 * ordinary call. Larger arrays have a call each.
 *
 * @param make makes the call, for the name that its messages begin with
 */
export function batched<F, M extends object>(
  op: string,
  make: (op: string) => F,
  batching: Batching,
  members?: M,
): F & Readonly<M> {
  let several: Call | undefined;
  const batch = (...given: unknown[]): unknown[] => {
    const name = `${op}.batch`;
    several ??= make(name) as Call;
    return run(several, batching, checkBatch(name, several, batching, given));
  };
  return callable(op, make(op) as Call, { batch, ...members }) as never;
}

// Larger arrays gain nothing by it (sigmoid of 512 elements: 930 → 610 ns, of 2048 2040 → 1810, in a
// Workspace 1700 → 1860), and fewer too little.
const SMALL = 1024;
const FEW = 4;

function run(call: Call, { alone }: Batching, batch: Batch): unknown[] {
  const { count, options, operands, outputs } = batch;
  const single = typeof alone === "function" ? alone(options) : alone;
  const results: unknown[] = [];
  const given = { ...options };
  while (results.length < count) {
    const from = results.length;
    const to = single ? from : neighbours(batch, from);
    if (to - from >= FEW) {
      packed(call, batch, from, to, results);
      continue;
    }
    for (const { name, arrays } of outputs) given[name] = arrays?.[from];
    const arrays = operands.map(({ arrays }) => arrays[from]!);
    results.push(invoke(call, batch, arrays, given));
  }
  return results;
}

/** To where arrays can be packed together: small ones that fit into a block and, of rows, have one length. */
function neighbours({ type, count, operands, sizes }: Batch, from: number): number {
  const x = operands[0]!.arrays;
  const n = x[from]!.length;
  const most = blockLength(type);
  let to = from;
  if (sizes) {
    if (n > SMALL) return from;
    const { operand, output } = sizes(n);
    const end = Math.min(count, from + Math.floor(most / Math.max(1, n, operand, output)));
    while (to < end && x[to]!.length === n) to++;
    return to;
  }
  for (let left = most; to < count; to++) {
    const { length } = x[to]!;
    left -= length;
    if (length > SMALL || left < 0) break;
  }
  return to;
}

/** One call of the arrays in a range. */
function packed(call: Call, batch: Batch, from: number, to: number, results: unknown[]): void {
  const { op, type, options, operands, outputs, sizes, labels } = batch;
  let block = 0;
  const joined = operands.map(({ arrays }, j) => {
    if (labels && j === 1) return join(arrays as unknown as Int32Array[], from, to);
    const pack = new Pack(op, type, block++);
    return pack.view(pack.copyIn(arrays as FloatArray[], from, to));
  });
  const n = operands[0]!.arrays[from]!.length;
  const size = sizes?.(n).output;
  const given = sizes ? stacked(to - from, n, options) : { ...options };
  const packs = outputs.map(({ name, arrays }) => {
    const pack = new Pack(op, type, block++);
    if (options.accumulate) pack.copyIn(arrays as FloatArray[], from, to);
    given[name] = pack.view(size === undefined ? joined[0]!.length : (to - from) * size);
    return pack;
  });
  invoke(call, batch, joined, given);
  const models = operands[0]!.arrays as FloatArray[];
  const [values, derivatives] = packs.map((pack, o) => {
    const { arrays } = outputs[o]!;
    if (!arrays) return pack.cutOut(models, from, to, size);
    pack.copyOut(arrays as FloatArray[], from, to);
    return arrays.slice(from, to);
  });
  for (let i = 0; i < to - from; i++) {
    results.push(derivatives ? { value: values![i], derivative: derivatives[i] } : values![i]);
  }
}

/** The call with its operands in order: one that all arrays have in common comes second. */
function invoke(call: Call, { common }: Batch, [x, ...others]: readonly unknown[], options: Options): unknown {
  return call(x, ...common, ...others, options);
}

/** Labels side by side. */
function join(arrays: readonly Int32Array[], from: number, to: number): Int32Array {
  const parts = arrays.slice(from, to);
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
