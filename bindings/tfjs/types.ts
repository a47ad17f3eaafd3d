import type * as lanewise from "../index.js";
import type { Change } from "./changes.js";
import type { Replace } from "./replaced.js";

/** TensorFlow.js, of any version 4: what is needed of it is checked when it is passed. */
export interface TensorFlow {
  engine(): object;
  getKernel(kernelName: string, backendName: string): object;
  registerKernel(config: never): void;
  registerGradient(config: never): void;
}

export interface RegisterOptions {
  /** The backends that get kernels; default all of these that are imported. */
  backends?: readonly ("wasm" | "cpu")[] | undefined;
  /** Kernels of TensorFlow.js to replace: where ours are faster, all, or none; default "faster". */
  replace?: Replace | undefined;
  /** True replaces the gradients of the same operations; default true, unless `replace` is "none". */
  gradients?: boolean | undefined;
  /** True if layers shall know the functions by their names; default true. */
  activations?: boolean | undefined;
}

/** The tensors of this TensorFlow.js. */
export type TensorOf<T> = T extends { readonly Tensor: { readonly prototype: infer X } } ? X : object;

/** The symbolic tensors of this TensorFlow.js, which models are built of. */
export type SymbolicTensorOf<T> = T extends { readonly SymbolicTensor: { readonly prototype: infer X } } ? X : never;

/** The layers of this TensorFlow.js. */
export type LayerOf<T> = T extends { readonly layers: { readonly Layer: { readonly prototype: infer X } } } ? X : never;

/** Numbers that a new tensor is made of. */
type Values = number | Float32Array | readonly number[] | readonly (readonly number[])[];

type Functions = typeof lanewise;

/** The names of the functions of some kinds. */
type NamesOf<K> = {
  [N in keyof Functions]: Functions[N] extends { readonly spec: { readonly kind: K } } ? N : never;
}[keyof Functions];

type Elementwise = NamesOf<"elementwise">;
type Shaped = Exclude<
  { [N in keyof Functions]: Functions[N] extends { readonly spec: object } ? N : never }[keyof Functions],
  Elementwise | "prelu" | "softmaxCrossEntropy" | "sigmoidCrossEntropy"
>;
type Rows = Exclude<Shaped, "maxout" | "rrelu">;

/** The options of a function, without those that say how its arrays lie in memory. */
type OptionsOf<F> = F extends (x: never, options: never) => unknown
  ? Omit<NonNullable<Parameters<F>[1]>, "shape" | "out">
  : never;

type Given<O> = Record<never, never> extends O ? [options?: O] : [options: O];

/** An operation on a tensor, on the numbers of a new one, or on a symbolic tensor. */
interface Operation<T, R extends readonly unknown[]> {
  (x: TensorOf<T> | Values, ...options: R): TensorOf<T>;
  (x: SymbolicTensorOf<T>, ...options: R): SymbolicTensorOf<T>;
}

/** The functions as operations on tensors, by all their names. */
export type Ops<T> = {
  readonly [N in Elementwise]: Operation<T, Given<OptionsOf<Functions[N]>>>;
} & {
  /** The axis: default the last one. */
  readonly [N in Rows]: Operation<T, [axis?: number | { axis?: number | undefined }]>;
} & {
  readonly maxout: Operation<T, [options: { pieces: number; axis?: number | undefined }]>;
  /** Random slopes that are a pure function of `seed` and index. */
  readonly rrelu: (x: TensorOf<T> | Values, options?: Omit<lanewise.SlopeOptions, "shape" | "out">) => TensorOf<T>;
  /** Slopes that can be broadcast to the shape of x, and be learned. */
  readonly prelu: (x: TensorOf<T> | Values, alpha: TensorOf<T> | Values) => TensorOf<T>;
};

/** The configuration of a layer: a function and its parameters. */
export interface ActivationConfig {
  /** The name of a function of this package, such as "swish". */
  function: string;
  /** The parameter that the layer learns, if the function can learn one; its value in the configuration is the start. */
  learn?: string;
  /** The axis of functions of rows; default the last one. */
  axis?: number;
  name?: string;
  inputShape?: (number | null)[];
  batchInputShape?: (number | null)[];
  /** Parameters of the function, by name. */
  [parameter: string]: unknown;
}

/** A loss as `model.compile` takes it. */
export type Loss<T, O> = (targets: TensorOf<T> | Values, logits: TensorOf<T> | Values, options?: O) => TensorOf<T>;

interface LabelOptions {
  /** The share of a label that goes to all classes alike, from 0 to 1; default 0. */
  labelSmoothing?: number | undefined;
  /** The label of rows that do not count; default −100. */
  ignoreIndex?: number | undefined;
}

interface LayerConfig {
  name?: string;
  inputShape?: (number | null)[];
  batchInputShape?: (number | null)[];
}

/** The result of `register`. */
export interface Registration<T> {
  /** Operations on tensors and on symbolic tensors: `x = lanewise.ops.relu(x)`. */
  readonly ops: Ops<T>;
  /** Layers that are saved and loaded with their parameters; undefined without the package of layers. */
  readonly layers: LayerOf<T> extends never
    ? undefined
    : {
        activation(config: ActivationConfig): LayerOf<T>;
        elu(config?: LayerConfig & { alpha?: number }): LayerOf<T>;
        thresholdedRelu(config?: LayerConfig & { theta?: number }): LayerOf<T>;
        softmax(config?: LayerConfig & { axis?: number }): LayerOf<T>;
      };
  /** An activation for layers: `tf.layers.dense({ units, activation: lanewise.activation("swish", { beta: 1.5 }) })`. */
  activation(name: string, parameters?: Readonly<Record<string, number>>): never;
  readonly losses: {
    /** One loss a row of logits, against int32 labels of the rows or against targets of the shape of the logits. */
    readonly softmaxCrossEntropy: Loss<T, LabelOptions>;
    /** One loss an element, against targets from 0 to 1. */
    readonly sigmoidCrossEntropy: Loss<T, undefined>;
  };
  /** Additions to TensorFlow.js, replacements in it, kernels that were kept, and why. */
  readonly report: readonly Change[];
  /** Puts back all that was replaced, and takes away the rest. Models that were made keep working. */
  unregister(): void;
}
