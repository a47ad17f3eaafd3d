import { checkLike, checkType } from "../checks/arrays.js";
import type { Labels } from "../checks/labels.js";
import { checkAccumulate, checkNames, type Given, readOptions } from "../checks/options.js";
import { shapeLength } from "../checks/shape.js";
import { wrongKind } from "../core/errors.js";
import { type Layout, outputLength } from "../core/layout.js";
import { type FloatArray, type FloatType, isInt32Array, lengthOf, typeOf } from "../core/types.js";
import { type Definition, lengthOfResult } from "../dispatch/plan.js";
import { checkSeparateOnce } from "./aliasing.js";
import { checkAlike, checkFirst, checkLengths, checkList, presentOf, readList } from "./lists.js";

/** The arguments of a batch, read and checked. */
export interface BatchPlan<T extends FloatType = FloatType> {
  readonly op: string;
  readonly type: T;
  readonly values: readonly number[];
  readonly accumulate: boolean;
  readonly lengths: readonly number[];
  readonly x: readonly FloatArray[];
  readonly alpha: FloatArray | undefined;
  readonly dy: readonly FloatArray[] | undefined;
  readonly labels: readonly Labels[] | undefined;
  readonly out: readonly FloatArray[] | undefined;
  /** The layout of an array of a length. */
  readonly layoutOf: (length: number) => Layout;
}

/** Reads the arguments of a batch, then checks them; nothing is written. */
export function prepareBatch(definition: Definition, op: string, args: readonly unknown[]): BatchPlan {
  const { operands, accepted, second, result, goal } = definition;
  const last = operands.length - 1;
  const read = readOptions(args[operands.length], accepted);
  const given: Given = { ...read, out: readList(read.out) };
  const hasSlopes = operands[1] === "alpha";
  const x = checkList(op, operands[0]!, readList(args[0]));
  const other = second ? checkList(op, operands[last]!, readList(args[last]), x) : undefined;
  const { count } = x;
  const alpha = hasSlopes ? (args[1] as FloatArray) : undefined;
  const type = count > 0 ? checkFirst(op, x) : (typeOf(alpha) ?? "f32");
  if (hasSlopes) checkType(op, "alpha", alpha, type);
  const lengths = checkLengths(op, type, x);

  checkNames(op, given, accepted);
  const values = definition.values(op, given, type);
  const slopes = alpha ? lengthOf(alpha) : 1;
  const layoutOf = lastOf((length) => definition.layout(op, length, given, values, slopes));
  const accumulate = checkAccumulate(op, given);
  // Without arrays the options are checked all the same.
  const length = shapeLength(op, given);
  if (count === 0) layoutOf(length ?? 0);
  for (let i = 0; i < lengths.length; i++) {
    if (i > 0 && lengths[i] === lengths[i - 1]) continue;
    if (i > 0 && length !== undefined) checkLike(op, `${x.name}[${i}]`, x.arrays[i], type, length);
    layoutOf(lengths[i]!);
  }

  const labels = goal && count > 0 && isInt32Array(other!.arrays[0]) ? ([] as Labels[]) : undefined;
  if (goal) {
    other!.arrays.forEach((array, i) => {
      const layout = layoutOf(lengths[i]!);
      const aim = goal.call(definition, op, array, type, layout, given, values, `[${i}]`);
      if ((aim.labels !== undefined) !== (labels !== undefined)) {
        const expected = `${labels ? "labels" : "targets"}, as "${other!.name}[0]"`;
        throw wrongKind(op, `${other!.name}[${i}]`, expected, array);
      }
      if (aim.labels) labels!.push(aim.labels);
    });
  } else if (other) {
    checkAlike(op, type, other, second === "y" ? lengths.map(lastOf((n) => outputLength(layoutOf(n)))) : lengths);
  }
  const out = given.out === undefined || !result ? undefined : checkList(op, "out", given.out, x);
  if (out) {
    const lengthFor = lastOf((n) => lengthOfResult(result!, layoutOf(n), alpha));
    const outputs = result === "x" ? lengths : lengths.map(lengthFor);
    checkAlike(op, type, out, outputs);
    const common = alpha && { name: "alpha", arrays: [alpha], common: true };
    const lists = { operands: presentOf(x, other, common), outputs: [out], accumulate };
    const sizes = result === "x" ? [lengths] : [lengths, outputs];
    checkSeparateOnce(op, lists, sizes, [args[0], other && args[last], read.out]);
  }
  return {
    op,
    type,
    values,
    accumulate,
    lengths,
    x: x.arrays as FloatArray[],
    alpha,
    dy: labels ? undefined : (other?.arrays as FloatArray[] | undefined),
    labels,
    out: out?.arrays as FloatArray[] | undefined,
    layoutOf,
  };
}

/** f that remembers its last argument and result: neighbours mostly have one length. */
function lastOf<T>(f: (n: number) => T): (n: number) => T {
  let last: number | undefined;
  let result: T;
  return (n) => {
    if (n !== last) {
      result = f(n);
      last = n;
    }
    return result;
  };
}
