/** The worked examples of the tutorials on activation functions, next to what they print: `npm run tutorials`. */

import { printTable } from "./support/table.js";
import { start, tf } from "./support/tensorflow.js";

const { ops, layers, activation } = await start();

/** The result of a call, next to the figures of the tutorial. */
function compare(title: string, published: readonly number[], got: tf.Tensor, remark = ""): void {
  const values = [...got.dataSync()];
  got.dispose();
  const isSame = values.every((value, i) => Math.abs(value - published[i]!) < 1e-6);
  const figures = (list: readonly number[]) => list.map((value) => value.toFixed(7)).join(" ");
  console.log(
    `${title}\n  tutorial ${figures(published)}\n  lanewise ${figures(values)}${isSame ? "  ok" : `  ${remark}`}`,
  );
}

function parameters(title: string, expected: number, model: tf.LayersModel): void {
  const count = model.countParams();
  console.log(
    `${title}: ${count.toLocaleString("en")} parameters${count === expected ? ", as printed" : `, not ${expected}`}`,
  );
  model.dispose();
}

console.log("Calls\n");
const x = tf.tensor1d([-1, 0, 1]);
compare("sigmoid([-1, 0, 1])", [0.26894143, 0.5, 0.7310586], ops.sigmoid(x));
compare("tanh([-1, 0, 1])", [-0.7615942, 0, 0.7615942], ops.tanh(x));
compare("relu([-1, 0, 1])", [0, 0, 1], ops.relu(x));
const rows = ops.softmax(
  [
    [2, 1, 0.1],
    [0.1, 1, 3],
  ],
  1,
);
compare("softmax([[2, 1, 0.1], …])", [0.65900114, 0.24243298, 0.09856589], rows.slice([0, 0], [1, 3]));
const wrong = "the tutorial's row is wrong: its figures are not in the ratio e^(3 − 1)";
compare("softmax([…, [0.1, 1, 3]])", [0.04383154, 0.107864, 0.84830445], rows.slice([1, 0], [1, 3]), wrong);
tf.dispose([x, rows]);

console.log("\nThree ways to add an activation\n");
const sizes = [128, 64];
parameters(
  "activation by name",
  109_386,
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 128, activation: "relu", inputShape: [784] }),
      tf.layers.dense({ units: 64, activation: "tanh" }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  }),
);
parameters(
  "layers of activation",
  109_386,
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 128, inputShape: [784] }),
      layers.activation({ function: "relu" }),
      tf.layers.dense({ units: 64 }),
      layers.activation({ function: "tanh" }),
      tf.layers.dense({ units: 10 }),
      layers.softmax(),
    ],
  }),
);
const input = tf.input({ shape: [784] });
let flow = input;
for (const units of sizes) flow = ops.relu(tf.layers.dense({ units }).apply(flow) as tf.SymbolicTensor);
const output = ops.softmax(tf.layers.dense({ units: 10 }).apply(flow) as tf.SymbolicTensor);
parameters("functions of symbolic tensors", 109_386, tf.model({ inputs: input, outputs: output }));
const dense = (units: number, f: ReturnType<typeof activation>, inputShape?: number[]) =>
  tf.layers.dense({ units, activation: f, ...(inputShape && { inputShape }) });
parameters(
  "activation objects",
  109_386,
  tf.sequential({
    layers: [
      dense(128, activation("leakyRelu", { negativeSlope: 0.1 }), [784]),
      dense(64, activation("swish", { beta: 1.5 })),
      dense(10, activation("softmax")),
    ],
  }),
);

console.log("\nAdvanced activations\n");
parameters(
  "LeakyReLU, PReLU, ELU, ThresholdedReLU",
  111_578,
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 128, inputShape: [784] }),
      tf.layers.leakyReLU({ alpha: 0.1 }),
      tf.layers.dense({ units: 64 }),
      tf.layers.prelu(),
      tf.layers.dense({ units: 32 }),
      layers.elu({ alpha: 0.5 }),
      tf.layers.dense({ units: 16 }),
      layers.thresholdedRelu({ theta: 1 }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    ],
  }),
);

console.log("\nSELU with LeCun normal weights: mean 0 and deviation 1 in every layer\n");
/** Mean and deviation after each of ten layers, for initial weights of one kind. */
function statistics(kernelInitializer: (seed: number) => ReturnType<typeof tf.initializers.zeros>): string[][] {
  let signal = tf.randomNormal([1000, 256], 0, 1, "float32", 1);
  const rows: string[][] = [];
  for (let i = 1; i <= 10; i++) {
    const layer = tf.layers.dense({ units: 256, activation: "selu", kernelInitializer: kernelInitializer(i) });
    const next = tf.tidy(() => layer.apply(signal) as tf.Tensor2D);
    const { mean, variance } = tf.moments(next);
    rows.push([mean.dataSync()[0]!.toFixed(3), Math.sqrt(variance.dataSync()[0]!).toFixed(3)]);
    tf.dispose([signal, mean, variance]);
    layer.dispose();
    signal = next;
  }
  signal.dispose();
  return rows;
}
// TensorFlow.js cuts its normal distribution at two deviations, as Keras does, but does not make up for what that takes away.
const cut = statistics((seed) => tf.initializers.leCunNormal({ seed }));
const whole = statistics((seed) => tf.initializers.randomNormal({ mean: 0, stddev: Math.sqrt(1 / 256), seed }));
printTable(
  ["layer", "mean", "deviation", "with leCunNormal of TensorFlow.js:", "mean", "deviation"],
  whole.map((row, i) => [String(i + 1), ...row, "", ...cut[i]!]),
);
