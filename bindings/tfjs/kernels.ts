import { accepts, checkNames, readOptions } from "../checks/options.js";
import { computePlan } from "../dispatch/compute.js";
import { type Definition, definitionOf } from "../dispatch/plan.js";
import { resultShape } from "../dispatch/result-shape.js";
import { kernelOf } from "../wasm/kernels.js";
import { type ArrayFunction, gradientOfParameter, learnedBy } from "./functions.js";
import { type Memories, type Memory, WasmHeap } from "./memories.js";
import { type Attributes, checkFloats, type KernelCall, sizeOf, type TensorInfo } from "./tensorflow.js";

/** The names of a function's kernels. */
export const kernelName = (name: string) => `lanewise.${name}`;
export const gradientName = (name: string) => `${kernelName(name)}.grad`;
/** The kernel whose parameter is a tensor, and the gradient of that parameter. */
export const learnedName = (name: string, parameter: string) => `${kernelName(name)}.${parameter}`;
export const learnedGradientName = (name: string, parameter: string) => `${learnedName(name, parameter)}.grad`;

export type KernelFunction = (call: KernelCall) => TensorInfo;

/** A new tensor with what `write` puts there, or none if that throws. */
export function filled(memory: Memory, shape: readonly number[], write: (floats: Float32Array) => void): TensorInfo {
  const out = memory.output(shape);
  try {
    write(memory.floats(out));
    return out;
  } catch (error) {
    memory.discard(out);
    throw error;
  }
}

/** The kernels of an elementwise function, of its gradient, and of the parameter that it can learn. */
export function elementwiseKernels(memories: Memories, f: ArrayFunction): Record<string, KernelFunction> {
  const { name } = f.spec;
  const forward = elements(memories, definitionOf(f)!, f);
  const backward = elements(memories, definitionOf(f.grad)!, f);
  const value: KernelFunction = (call) => forward(call, call.attrs);
  const gradient: KernelFunction = (call) => backward(call, call.attrs);
  const learned = learnedBy(f);
  if (learned === undefined) return { [kernelName(name)]: value, [gradientName(name)]: gradient };
  const withParameter = ({ inputs, attrs, backend }: KernelCall): Attributes => ({
    ...attrs,
    [learned]: memories.of(backend).floats(inputs[learned]!)[0],
  });
  const total = gradientOfParameter(f, learned);
  return {
    [kernelName(name)]: value,
    [gradientName(name)]: gradient,
    [learnedName(name, learned)]: (call) => forward(call, withParameter(call)),
    [`${learnedName(name, learned)}.x`]: (call) => backward(call, withParameter(call)),
    [learnedGradientName(name, learned)]: (call) => {
      const memory = memories.of(call.backend);
      const { x, dy } = call.inputs;
      return filled(memory, call.inputs[learned]!.shape, (out) => {
        out[0] = total(memory.floats(x!), memory.floats(dy!), withParameter(call));
      });
    },
  };
}

/**
 * An elementwise kernel of x, and of dy where there is one. In the heap of the wasm backend it goes by addresses: making
 * and checking a view of each operand would take ten times as long as 64 elements.
 */
function elements(memories: Memories, definition: Definition, { spec }: ArrayFunction) {
  const { name } = definition;
  const accepted = accepts(spec.parameters ?? {});
  return ({ inputs: { x, dy }, backend }: KernelCall, attrs: Attributes | undefined): TensorInfo => {
    checkFloats(name, "x", x!);
    const given = readOptions(attrs, accepted);
    checkNames(name, given, accepted);
    const values = definition.values(name, given, "f32");
    const memory = memories.of(backend);
    if (memory instanceof WasmHeap) {
      const out = memory.output(x!.shape);
      const { forward, backward } = definition.kernels!(values);
      const run = kernelOf(name, memory.home(), (dy ? backward : forward).f32);
      const [from, to, n] = [memory.address(x!), memory.address(out), sizeOf(x!.shape)];
      if (dy) run(from, memory.address(dy), to, n, 1, values[0]!, values[1]!, values[2]!);
      else run(from, to, n, values[0]!, values[1]!, values[2]!);
      return out;
    }
    return filled(memory, x!.shape, (out) => {
      const options = readOptions({ ...attrs, out }, definition.accepted);
      computePlan(definition, definition.prepare(name, options, memory.floats(x!), dy && memory.floats(dy)));
    });
  };
}

/** The kernels of a function of rows, or of parts of rows, and of its gradient. */
export function rowKernels(memories: Memories, f: ArrayFunction): Record<string, KernelFunction> {
  const { name, kind } = f.spec;
  // The slopes of rrelu depend on the index in the whole array.
  const optionsFor = ({ shape }: TensorInfo, attrs: Attributes | undefined) =>
    kind === "rrelu" ? attrs : { ...attrs, shape: shape.length > 0 ? shape : [1] };
  return {
    [kernelName(name)]: ({ inputs: { x }, attrs, backend }) => {
      checkFloats(name, "x", x!);
      const memory = memories.of(backend);
      const options = optionsFor(x!, attrs);
      return filled(memory, resultShape(definitionOf(f)!, kind, x!.shape, options ?? {}), (out) => {
        f(memory.floats(x!), { ...options, out });
      });
    },
    [gradientName(name)]: ({ inputs: { x, dy }, attrs, backend }) => {
      const memory = memories.of(backend);
      return filled(memory, x!.shape, (out) => {
        f.grad(memory.floats(x!), memory.floats(dy!), { ...optionsFor(x!, attrs), out });
      });
    },
  };
}
