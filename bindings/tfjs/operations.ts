import { accepts, checkNames, readOptions } from "../checks/options.js";
import { describe, message } from "../core/errors.js";
import { definitionOf } from "../dispatch/plan.js";
import type { Context } from "./context.js";
import { type ArrayFunction, functionsOf, learnedBy } from "./functions.js";
import {
  elementwiseKernels,
  gradientName,
  kernelName,
  learnedGradientName,
  learnedName,
  rowKernels,
} from "./kernels.js";
import { type Attributes, checkFloats, type Tensor, toTensor } from "./tensorflow.js";

/** An operation on a tensor. Its options are of the function, without shape and `out`. */
export type Operation = (x: unknown, options?: unknown) => Tensor;

/** Refuses wrong options now, and not when a model is run. */
export function checkOptions({ tf }: Context, operation: Operation, options: Attributes): void {
  tf.tidy(() => {
    operation([[0]], options);
    // A tidy keeps what it returns.
    return {};
  });
}

/** Kernels, gradients and operations of all functions of one tensor, by name. */
export function addOperations(context: Context): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const f of functionsOf("elementwise")) operations.set(f.spec.name, addElementwise(context, f));
  for (const f of functionsOf("rowwise", "reduction", "resizing", "rrelu")) {
    operations.set(f.spec.name, addRows(context, f));
  }
  return operations;
}

function addElementwise(context: Context, f: ArrayFunction): Operation {
  const { name, parameters = {} } = f.spec;
  context.add(elementwiseKernels(context.memories, f));
  addGradient(context, f);
  addLearnedGradient(context, f);
  const accepted = accepts(parameters);
  const values = definitionOf(f)!.values;
  return operation(context, f, (options) => {
    const given = readOptions(options, accepted);
    checkNames(name, given, accepted);
    values(name, given, "f32");
    return { ...(options as Attributes | undefined) };
  });
}

function addRows(context: Context, f: ArrayFunction): Operation {
  context.add(rowKernels(context.memories, f));
  addGradient(context, f);
  const { name, kind, parameters = {} } = f.spec;
  const names = [...Object.keys(parameters), ...(kind === "rrelu" ? ["training", "offset"] : ["axis"])];
  return operation(context, f, (options, rank) => {
    if (kind === "rrelu") return checkedNames(name, options, names);
    const given = checkedNames(name, typeof options === "number" ? { axis: options } : options, names);
    const { axis = -1 } = given;
    if (typeof axis === "number" && Number.isInteger(axis) && axis >= -rank && axis < rank) {
      return { ...given, axis: axis < 0 ? axis + rank : axis };
    }
    const least = Math.max(rank, 1);
    if (rank === 0 && (axis === 0 || axis === -1)) return { ...given, axis: 0 };
    const expected = `a whole number from ${-least} to ${least - 1} for ${rank} dimensions`;
    throw new RangeError(message(name, "axis", expected, describe(axis)));
  });
}

function checkedNames(op: string, options: unknown, names: readonly string[]): Attributes {
  const accepted = { ...accepts({}), names };
  checkNames(op, readOptions(options, accepted), accepted);
  return { ...(options as Attributes | undefined) };
}

/** An operation that reads its options with `read`, which checks their names. */
function operation(
  context: Context,
  f: ArrayFunction,
  read: (options: unknown, rank: number) => Attributes,
): Operation {
  const { tf } = context;
  const { name } = f.spec;
  const apply = (x: Tensor, options: unknown) => {
    checkFloats(name, "x", x);
    const attrs = read(options, x.rank);
    const composed = context.composition(f, attrs);
    return context.run(name, kernelName(name), { x }, attrs, composed && (() => composed(x)));
  };
  return (x, options) =>
    x instanceof tf.Tensor ? apply(x, options) : tf.tidy(() => apply(toTensor(tf, name, "x", x), options));
}

function addGradient(context: Context, f: ArrayFunction): void {
  const { name } = f.spec;
  context.changes.gradient({
    kernelName: kernelName(name),
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const slope = context.slope(f, attrs);
        return context.backward(gradientName(name), { x: x!, dy }, attrs, slope && (() => slope(x!, dy)));
      },
    }),
  });
}

function addLearnedGradient(context: Context, f: ArrayFunction): void {
  const { name } = f.spec;
  const learned = learnedBy(f);
  if (learned === undefined) return;
  context.changes.gradient({
    kernelName: learnedName(name, learned),
    inputsToSave: ["x", learned],
    gradFunc: (dy, [x, p], attrs) => {
      const inputs = { x: x!, [learned]: p!, dy };
      const f2 = (...[of, value]: Tensor[]) => context.composition(f, { ...attrs, [learned]: value })!(of!);
      const again = (i: number) => () => context.tf.grads(f2)([x!, p!], dy)[i]!;
      return {
        x: () => context.backward(`${learnedName(name, learned)}.x`, inputs, attrs, again(0)),
        [learned]: () => context.backward(learnedGradientName(name, learned), inputs, attrs, again(1)),
      };
    },
  });
}

/** f(x; p) where the parameter that f can learn is a tensor of one element. */
export function applyLearned(context: Context, f: ArrayFunction, x: Tensor, p: Tensor, attrs: Attributes): Tensor {
  const { name } = f.spec;
  const learned = learnedBy(f)!;
  const composed = () => context.composition(f, { ...attrs, [learned]: p })!(x);
  return context.run(name, learnedName(name, learned), { x, [learned]: p }, attrs, composed);
}
