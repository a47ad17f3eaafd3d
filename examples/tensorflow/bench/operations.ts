import { register } from "lanewise/tfjs";
import { printTable } from "../support/table.js";
import { tf } from "../support/tensorflow.js";
import { ratioOf } from "./pairs.js";

type Op = (x: tf.Tensor) => tf.Tensor;

const SIZES = [2 ** 10, 2 ** 16, 2 ** 20];

/** The operations of TensorFlow.js, and its compositions for what it has no operation for. */
const THEIRS: Readonly<Record<string, Op>> = {
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  exp: (x) => tf.exp(x),
  softplus: (x) => tf.softplus(x),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  leakyRelu: (x) => tf.leakyRelu(x, 0.01),
  softmax: (x) => tf.softmax(x),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
};

export async function compareOperations(backend: string, quick: boolean): Promise<void> {
  await tf.setBackend(backend);
  const { ops, unregister } = register(tf, { replace: "none" });
  const rows: string[][] = [];
  for (const [name, theirs] of Object.entries(THEIRS)) {
    const ours = ops[name as "gelu"] as Op;
    const row = [name];
    for (const make of [(f: Op) => f, (f: Op): Op => tf.grad((x) => f(x))]) {
      const [a, b] = [make(theirs), make(ours)];
      for (const size of SIZES) {
        // Rows of 1,024 numbers, for softmax.
        const x = tf.randomNormal([size / 1024, 1024], 0, 3, "float32", 1);
        const repeat = Math.max(1, 2 ** 16 / size);
        const loop = (f: Op) => () => {
          for (let i = 0; i < repeat; i++) tf.tidy(() => void f(x));
        };
        const { ratio } = await ratioOf(loop(a), loop(b), quick ? 3 : size === 2 ** 20 ? 12 : 40);
        row.push(ratio.toFixed(2));
        x.dispose();
      }
    }
    rows.push(row);
  }
  console.log(`${backend}: operations and their gradients`);
  printTable(["function", "1 Ki", "64 Ki", "1 Mi", "grad 1 Ki", "64 Ki", "1 Mi"], rows);
  console.log(`a call of relu on 16 numbers: ${await overhead(ops.relu as Op, (x) => tf.relu(x))}\n`);
  unregister();
}

async function overhead(ours: Op, theirs: Op): Promise<string> {
  const x = tf.zeros([16]);
  const calls = 1000;
  const loop = (f: Op) => () => {
    for (let i = 0; i < calls; i++) f(x).dispose();
  };
  const { ratio, milliseconds } = await ratioOf(loop(theirs), loop(ours), 40);
  x.dispose();
  const micro = (1000 * milliseconds) / calls;
  return `${micro.toFixed(2)} µs, TensorFlow.js ${(micro * ratio).toFixed(2)} µs`;
}
