/**
 * The functions of this package as operations, kernels, gradients, layers and losses of TensorFlow.js: `lanewise/tfjs`.
 */

import { registerWith } from "./tfjs/register.js";
import type { RegisterOptions, Registration, TensorFlow } from "./tfjs/types.js";

export type { Change } from "./tfjs/changes.js";
export type {
  ActivationConfig,
  LayerOf,
  Loss,
  Ops,
  RegisterOptions,
  Registration,
  SymbolicTensorOf,
  TensorFlow,
  TensorOf,
} from "./tfjs/types.js";

/**
 * Registers the functions of this package with TensorFlow.js. On the backends wasm and cpu they work on the tensors where
 * they are; on others they are composed of operations of TensorFlow.js.
 *
 * @example
 * import * as tf from "@tensorflow/tfjs";
 * import "@tensorflow/tfjs-backend-wasm";
 * const lanewise = register(tf);
 * tf.layers.dense({ units: 64, activation: "gelu" });
 *
 * @param tf the namespace of TensorFlow.js 4
 * @param options.backends the backends that get kernels, of "wasm" and "cpu"; default all that are imported
 * @param options.replace kernels of TensorFlow.js to replace: "faster", where ours are faster, "all", or "none"; default
 *   "faster"
 * @param options.gradients whether to replace the gradients of the same operations; default true, unless `replace` is
 *   "none"
 * @param options.activations whether layers know the functions by their names; default true
 * @returns operations, layers and losses, a report of what was changed, and `unregister`, which undoes it
 * @throws {TypeError} `tf` is not TensorFlow.js, an unknown option, or one of the wrong kind
 * @throws {RangeError} a backend that is not imported, or another wrong value
 * @throws {Error} a registration is in force
 */
export function register<T extends TensorFlow>(tf: T, options?: RegisterOptions): Registration<T> {
  return registerWith(tf, options) as unknown as Registration<T>;
}
