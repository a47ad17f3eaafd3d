import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { type RegisterOptions, type Registration, register } from "lanewise/tfjs";
import { trainOnWasm } from "./wasm-training.js";

export { tf };

export type Lanewise = Registration<typeof tf>;

/** TensorFlow.js on its wasm backend, with the activations of lanewise and the kernels that training needs. */
export async function start(options: RegisterOptions = {}): Promise<Lanewise> {
  await tf.setBackend("wasm");
  await tf.ready();
  trainOnWasm();
  return register(tf, options);
}
