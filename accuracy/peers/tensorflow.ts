import { folderOf, installed, versionOf } from "./installed.js";
import type { Peer } from "./peer.js";

/** TensorFlow.js on its WebAssembly backend: its operations, and what users make of them where it has none. */

interface Tensor {
  dataSync(): Float32Array;
}
type Operation = (...operands: readonly (Tensor | number)[]) => Tensor;
type Operations = Readonly<
  Record<
    | ("abs" | "add" | "clipByValue" | "div" | "elu" | "erf" | "exp" | "leakyRelu" | "logSigmoid" | "mul" | "relu")
    | ("relu6" | "selu" | "sigmoid" | "softplus" | "square" | "sub" | "tanh"),
    Operation
  >
>;

interface Core extends Operations {
  setBackend(name: string): Promise<boolean>;
  tensor1d(values: Float32Array): Tensor;
  tidy(body: () => Float32Array): Float32Array;
}

const BACKEND = "@tensorflow/tfjs-backend-wasm";

const FUNCTIONS: Readonly<Record<string, (x: Tensor, tf: Operations) => Tensor>> = {
  relu: (x, tf) => tf.relu(x),
  relu6: (x, tf) => tf.relu6(x),
  leakyRelu: (x, tf) => tf.leakyRelu(x, 0.01),
  reluSquared: (x, tf) => tf.square(tf.relu(x)),
  elu: (x, tf) => tf.elu(x),
  selu: (x, tf) => tf.selu(x),
  exp: (x, tf) => tf.exp(x),
  sigmoid: (x, tf) => tf.sigmoid(x),
  logSigmoid: (x, tf) => tf.logSigmoid(x),
  softplus: (x, tf) => tf.softplus(x),
  tanh: (x, tf) => tf.tanh(x),
  hardTanh: (x, tf) => tf.clipByValue(x, -1, 1),
  tanhShrink: (x, tf) => tf.sub(x, tf.tanh(x)),
  hardSigmoid: (x, tf) => tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1),
  hardSwish: (x, tf) => tf.mul(x, tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6)),
  softsign: (x, tf) => tf.div(x, tf.add(tf.abs(x), 1)),
  silu: (x, tf) => tf.mul(x, tf.sigmoid(x)),
  swish: (x, tf) => tf.mul(x, tf.sigmoid(x)),
  quickGelu: (x, tf) => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))),
  mish: (x, tf) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: (x, tf) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  geluTanh: (x, tf) => {
    const cube = tf.mul(x, tf.square(x));
    const bent = tf.mul(tf.add(x, tf.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(bent), 1));
  },
};

export async function tensorflow(): Promise<Peer> {
  const tf = installed<Core>("@tensorflow/tfjs-core");
  installed<{ setWasmPaths(folder: string): void }>(BACKEND).setWasmPaths(`${folderOf(BACKEND)}/dist/`);
  await tf.setBackend("wasm");
  return {
    title: `TensorFlow.js wasm ${versionOf(BACKEND)}`,
    find: async (name) => {
      const f = FUNCTIONS[name];
      return f && ((x) => tf.tidy(() => f(tf.tensor1d(x), tf).dataSync()));
    },
  };
}
