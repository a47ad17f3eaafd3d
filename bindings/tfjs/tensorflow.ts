import { describe, message, wrongKind } from "../core/errors.js";

/**
 * The parts of TensorFlow.js that the adapter uses. TensorFlow.js is an argument and not a dependency, so that the program
 * has a single copy of it, of any version; hence these declarations.
 */

export const OP = "register";

/** The place of a tensor's numbers, known to a backend. */
export interface TensorInfo {
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Of tensors only. */
  readonly isDisposed?: boolean;
}

export interface Tensor extends TensorInfo {
  readonly rank: number;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** The common part of both memories of backends; the rest depends on the backend (memories.ts). */
export interface Backend {
  disposeData(dataId: object): unknown;
}

export interface KernelCall {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs?: Attributes;
  readonly backend: Backend;
}

export interface KernelConfig {
  readonly kernelName: string;
  readonly backendName: string;
  readonly kernelFunc: (call: KernelCall) => TensorInfo;
  readonly setupFunc?: ((backend: Backend) => void) | undefined;
  readonly disposeFunc?: ((backend: Backend) => void) | undefined;
}

export interface GradientConfig {
  readonly kernelName: string;
  readonly inputsToSave?: readonly string[];
  readonly outputsToSave?: readonly boolean[];
  readonly gradFunc: (
    dy: Tensor,
    saved: readonly Tensor[],
    attrs: Attributes,
  ) => Readonly<Record<string, () => Tensor>>;
}

export interface Engine {
  readonly backendName: string;
  /** While gradients are computed: the depth of nested ones, and the operations that were recorded. */
  readonly state: { readonly gradientDepth: number; activeTape: unknown };
  runKernel(name: string, inputs: Readonly<Record<string, Tensor>>, attrs?: Attributes): Tensor;
}

export interface Layer {
  supportsMasking: boolean;
  readonly name: string;
  addWeight(
    name: string,
    shape: readonly number[],
    dtype: string,
    initializer: object,
    regularizer?: undefined,
    trainable?: boolean,
  ): { read(): Tensor };
  build(shape: unknown): void;
  apply(x: object): object;
  getConfig(): Attributes;
}

/** A class that TensorFlow.js finds by its name when it loads a model. */
export interface NamedClass {
  readonly className: string;
}

type ClassEntry = readonly [cls: NamedClass & (new () => object), fromConfig: (cls: never, config: never) => object];

interface Layers {
  readonly Layer: new (config?: object) => Layer;
}

interface Serialization {
  readonly SerializationMap: {
    getMap(): { readonly classNameMap: Record<string, ClassEntry> };
    register(cls: NamedClass): void;
  };
}

type Operand = Tensor | number;
type Unary = (x: Tensor) => Tensor;
type Binary = (a: Operand, b: Operand) => Tensor;
type Reduction = (x: Tensor, axis?: number, keepDims?: boolean) => Tensor;

/** Operations that others are composed of. */
export interface Operations {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly minimum: Binary;
  readonly maximum: Binary;
  readonly greater: Binary;
  readonly lessEqual: Binary;
  readonly greaterEqual: Binary;
  readonly notEqual: Binary;
  readonly where: (condition: Tensor, a: Operand, b: Operand) => Tensor;
  readonly prelu: (x: Tensor, alpha: Tensor) => Tensor;
  readonly neg: Unary;
  readonly abs: Unary;
  readonly square: Unary;
  readonly sqrt: Unary;
  readonly exp: Unary;
  readonly erf: Unary;
  readonly tanh: Unary;
  readonly sigmoid: Unary;
  readonly softplus: Unary;
  readonly relu: Unary;
  readonly clone: Unary;
  readonly zerosLike: Unary;
  readonly sign: Unary;
  readonly sum: Reduction;
  readonly max: Reduction;
  readonly logSumExp: Reduction;
  readonly broadcastTo: (x: TensorInfo, shape: readonly number[]) => Tensor;
  readonly dispose: (x: Tensor) => void;
  readonly split: (x: Tensor, pieces: number, axis: number) => Tensor[];
  readonly concat: (tensors: readonly Tensor[], axis: number) => Tensor;
  readonly reshape: (x: Tensor, shape: readonly number[]) => Tensor;
  readonly cast: (x: Tensor, dtype: string) => Tensor;
  readonly oneHot: (indices: Tensor, depth: number) => Tensor;
  readonly tensor: (values: unknown, shape?: readonly number[], dtype?: string) => Tensor;
  readonly grads: (f: (...x: Tensor[]) => Tensor) => (x: readonly Tensor[], dy: Tensor) => Tensor[];
  readonly tidy: <T extends object>(f: () => T) => T;
}

/** TensorFlow.js as the adapter uses it: the core, and the layers where the program has them. */
export interface Core extends Operations {
  readonly Tensor: abstract new (...args: never) => Tensor;
  readonly SymbolicTensor?: abstract new (...args: never) => object;
  readonly layers?: Layers;
  readonly initializers?: { constant(config: { value: number }): object };
  readonly serialization: Serialization;
  engine(): Engine;
  findBackendFactory(name: string): unknown;
  getKernel(name: string, backend: string): KernelConfig | undefined;
  registerKernel(config: KernelConfig): void;
  unregisterKernel(name: string, backend: string): void;
  getGradient(name: string): GradientConfig | undefined;
  registerGradient(config: GradientConfig): void;
  unregisterGradient(name: string): void;
}

const NEEDED = ["engine", "findBackendFactory", "getKernel", "registerKernel", "getGradient", "registerGradient"];

/** Takes `tf` for TensorFlow.js if it has what makes it so. */
export function checkTensorFlow(tf: unknown): Core {
  const expected = "TensorFlow.js, version 4";
  const remedy = 'pass the namespace: import * as tf from "@tensorflow/tfjs"';
  if (typeof tf !== "object" || tf === null) throw wrongKind(OP, "tf", expected, tf, remedy);
  const missing = NEEDED.find((name) => typeof (tf as Readonly<Record<string, unknown>>)[name] !== "function");
  if (missing) throw new TypeError(message(OP, "tf", expected, `an object without ${missing}`, remedy));
  return tf as unknown as Core;
}

/** Takes x for a tensor of floats, or refuses it. */
export function checkFloats(op: string, argument: string, { dtype, isDisposed }: TensorInfo): void {
  if (isDisposed) throw new TypeError(message(op, argument, "a tensor", "one that is disposed"));
  if (dtype === "float32") return;
  const remedy = /int|bool/.test(dtype) ? `cast it: ${argument}.toFloat()` : undefined;
  throw new TypeError(message(op, argument, "a tensor of float32", `one of ${dtype}`, remedy));
}

/** A tensor, or a new one of the numbers of an array. */
export function toTensor(tf: Core, op: string, argument: string, value: unknown): Tensor {
  if (value instanceof tf.Tensor) return value;
  if (typeof value === "number" || Array.isArray(value) || ArrayBuffer.isView(value)) {
    return tf.tensor(value, undefined, "float32");
  }
  const remedy = "a tensor of another copy of TensorFlow.js is none of this one";
  throw new TypeError(message(op, argument, "a tensor or an array of numbers", describe(value), remedy));
}

/** The same, of floats. */
export function floatsOf(tf: Core, op: string, argument: string, value: unknown): Tensor {
  const tensor = toTensor(tf, op, argument, value);
  checkFloats(op, argument, tensor);
  return tensor;
}

/** The shape of a tensor in a message. */
export function shapeText({ shape }: TensorInfo): string {
  return `[${shape.join(", ")}]`;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
