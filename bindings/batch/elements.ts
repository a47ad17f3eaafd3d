import { checkAccumulate, checkNames, type Given, readOptions } from "../checks/options.js";
import type { ElementType, FloatArray, FloatType } from "../core/types.js";
import { computePlan } from "../dispatch/compute.js";
import type { Definition, Plan } from "../dispatch/plan.js";
import { ElementwisePlan } from "../dispatch/prepare-elements.js";
import { blockLength, staging } from "../memory/staging.js";
import { homeOfAll } from "../wasm/instance.js";
import { checkSeparateOnce } from "./aliasing.js";
import { checkAlike, checkFirst, checkLengths, checkList, presentOf, readList } from "./lists.js";
import { FEW, Pack, SMALL } from "./pack.js";

/** The arguments of a batch of elements, read and checked. */
interface ElementBatch {
  readonly op: string;
  readonly type: FloatType;
  readonly values: readonly number[];
  readonly accumulate: boolean;
  readonly lengths: readonly number[];
  readonly x: readonly FloatArray[];
  readonly dy: readonly FloatArray[] | undefined;
  readonly out: readonly FloatArray[] | undefined;
  readonly derivative: readonly FloatArray[] | undefined;
}

/**
 * Makes the call of many arrays of a function whose elements are each computed by themselves: small arrays side by side
 * are one array. They are packed into blocks of the staging memory, and each block is computed at once.
 */
export function batchOfElements(definition: Definition): (...args: unknown[]) => unknown[] {
  const op = `${definition.name}.batch`;
  return (...args) => compute(definition, prepare(definition, op, args));
}

/** Reads the arguments, then checks them; nothing is written. */
function prepare(definition: Definition, op: string, args: readonly unknown[]): ElementBatch {
  const { operands, accepted, second } = definition;
  const read = readOptions(args[operands.length], accepted);
  const given: Given = { ...read, out: readList(read.out), derivative: readList(read.derivative) };
  const x = checkList(op, operands[0]!, readList(args[0]));
  const dy = second && checkList(op, operands[1]!, readList(args[1]), x);
  const type = x.count > 0 ? checkFirst(op, x) : "f32";
  const lengths = checkLengths(op, type, x);
  checkNames(op, given, accepted);
  const values = definition.values(op, given, type);
  const accumulate = checkAccumulate(op, given);
  if (dy) checkAlike(op, type, dy, lengths);
  const output = (name: "out" | "derivative") => {
    if (given[name] === undefined) return undefined;
    const list = checkList(op, name, given[name], x);
    checkAlike(op, type, list, lengths);
    return list;
  };
  const out = output("out");
  const derivative = output("derivative");
  const lists = { operands: presentOf(x, dy), outputs: presentOf(out, derivative), accumulate };
  checkSeparateOnce(op, lists, [lengths], [args[0], dy && args[1], read.out, read.derivative]);
  return {
    op,
    type,
    values,
    accumulate,
    lengths,
    x: x.arrays as readonly FloatArray[],
    dy: dy?.arrays as readonly FloatArray[] | undefined,
    out: out?.arrays as readonly FloatArray[] | undefined,
    derivative: derivative?.arrays as readonly FloatArray[] | undefined,
  };
}

function compute(definition: Definition, batch: ElementBatch): unknown[] {
  const { op, type, values, accumulate, lengths } = batch;
  // Outputs of the caller's are the results; the list of them is ours.
  const outputs = definition.both ? undefined : (batch.out as unknown[] | undefined);
  const results = outputs ?? [];
  for (let from = 0, to = 0; from < lengths.length; from = to) {
    let total = 0;
    // Halves are converted array by array, and a sum is a result of its own.
    if (type !== "f16" && !definition.whole && !definition.indexed?.(values)) {
      const most = blockLength(type);
      for (; to < lengths.length; to++) {
        const length = lengths[to]!;
        if (length > SMALL || total + length > most) break;
        total += length;
      }
    }
    if (to - from >= FEW) {
      const made = packed(definition, batch, type as ElementType, from, to, total);
      if (!outputs) for (const result of made) results.push(result);
      continue;
    }
    to = from + 1;
    const x = batch.x[from]!;
    const dy = batch.dy?.[from];
    const out = batch.out?.[from];
    const home = out && homeOfAll(x, out, dy);
    const derivative = batch.derivative?.[from];
    const plan = new ElementwisePlan(lengths[from]!, op, type, x, dy, out, derivative, accumulate, values, home);
    const result = computePlan(definition, plan);
    if (!outputs) results.push(result);
  }
  return results;
}

/** Computes the arrays of a range as one, and returns their results. */
function packed(
  definition: Definition,
  { op, values, accumulate, lengths, x, dy, out, derivative }: ElementBatch,
  type: ElementType,
  from: number,
  to: number,
  total: number,
): readonly unknown[] {
  const [operand, gradient, value, slope] = [0, dy ? 1 : 0, dy ? 2 : 1, 2].map((block) => new Pack(op, type, block));
  const xs = operand!.joined(x, lengths, from, to);
  const dys = dy && gradient!.joined(dy, lengths, from, to);
  const ys = accumulate ? value!.joined(out!, lengths, from, to) : value!.view(total);
  const slopes = definition.both ? slope!.view(total) : undefined;
  const home = staging(op);
  definition.compute(new ElementwisePlan(total, op, type, xs, dys, ys, slopes, accumulate, values, home) as Plan);
  const written = value!.parted(out, lengths, from, to);
  if (!slopes) return written;
  const derivatives = slope!.parted(derivative, lengths, from, to);
  return written.map((value, i) => ({ value, derivative: derivatives[i] }));
}
