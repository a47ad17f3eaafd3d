import { accepts, checkNames, readNamed, readOptions } from "../checks/options.js";
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
  const { name, kind, parameters = {} } = f.spec;
  const names = [...Object.keys(parameters), ...(kind === "rrelu" ? ["training", "offset"] : ["axis"])];
  return operation(context, f, (options, rank) => {
    const given = typeof options === "number" ? { axis: options } : (options as Attributes | undefined);
    readNamed(name, given, names);
    if (kind === "rrelu") return { ...given };
    const axis = given?.axis ?? -1;
    if (typeof axis === "number" && Number.isInteger(axis) && axis >= -rank && axis < rank) {
      return { ...given, axis: axis < 0 ? axis + rank : axis };
    }
    const least = Math.max(rank, 1);
    if (rank === 0 && (axis === 0 || axis === -1)) return { ...given, axis: 0 };
    const expected = `a whole number from ${-least} to ${least - 1} for ${rank} dimensions`;
    throw new RangeError(message(name, "axis", expected, describe(axis)));
  });
}

/** The gradient and the operation of a function. `read` reads the options of a call and checks their names. */
function operation(
  context: Context,
  f: ArrayFunction,
  read: (options: unknown, rank: number) => Attributes,
): Operation {
  const { tf } = context;
  const { name } = f.spec;
  gradientFrom(context, kernelName(name), f);
  const apply = (x: Tensor, options: unknown) => {
    checkFloats(name, "x", x);
    const attrs = read(options, x.rank);
    return context.run(kernelName(name), { x }, attrs, () => context.composition(f, attrs)(x));
  };
  return (x, options) =>
    x instanceof tf.Tensor ? apply(x, options) : tf.tidy(() => apply(toTensor(tf, name, "x", x), options));
}

/** The gradient of a kernel by f′, from the kernel's input; `parameters` makes ours of the kernel's attributes. */
export function gradientFrom(
  context: Context,
  kernel: string,
  f: ArrayFunction,
  parameters = (attrs: Attributes) => attrs,
  input = "x",
): void {
  const gradient = gradientName(f.spec.name);
  context.changes.gradient(kernel, [input], (dy, [x], attrs) => ({
    [input]: () => {
      const given = parameters(attrs);
      return context.backward(gradient, { x: x!, dy }, given, () => context.slope(f, given, x!, dy));
    },
  }));
}

function addLearnedGradient(context: Context, f: ArrayFunction): void {
  const { name } = f.spec;
  const learned = learnedBy(f);
  if (learned === undefined) return;
  context.changes.gradient(learnedName(name, learned), ["x", learned], (dy, [x, p], attrs) => {
    const composed = (of: Tensor, value: Tensor) => context.composition(f, { ...attrs, [learned]: value })(of);
    const run = (kernel: string, i: number) => () =>
      context.backward(
        kernel,
        { x: x!, [learned]: p!, dy },
        attrs,
        () => context.differentiated(composed as (...x: Tensor[]) => Tensor, [x!, p!], dy)[i]!,
      );
    return { x: run(`${learnedName(name, learned)}.x`, 0), [learned]: run(learnedGradientName(name, learned), 1) };
  });
}

/** f(x; p) where the parameter that f can learn is a tensor of one element. */
export function applyLearned(context: Context, f: ArrayFunction, x: Tensor, p: Tensor, attrs: Attributes): Tensor {
  const learned = learnedBy(f)!;
  const composed = () => context.composition(f, { ...attrs, [learned]: p })(x);
  return context.run(learnedName(f.spec.name, learned), { x, [learned]: p }, attrs, composed);
}
