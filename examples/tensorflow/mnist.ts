/** An MLP on MNIST with several activations compared: `npm run mnist -- --data DIR`. */

import { writeFileSync } from "node:fs";
import { lineChart } from "./support/chart.js";
import { count, readOptions } from "./support/command-line.js";
import { first, readImages } from "./support/idx.js";
import { printTable } from "./support/table.js";
import { start, tf } from "./support/tensorflow.js";

const options = readOptions({
  data: "",
  activations: "relu,tanh,sigmoid",
  epochs: "10",
  batch: "128",
  images: "60000",
  plot: "mnist.svg",
});
if (options.data === "")
  throw new Error("--data expects the folder of train-images-idx3-ubyte.gz and its three companions");
const epochs = options.quick ? 2 : count("epochs", options.epochs);
const batchSize = count("batch", options.batch);

await start();
const training = first(readImages(options.data, "train"), options.quick ? 2048 : count("images", options.images));
const test = first(readImages(options.data, "t10k"), options.quick ? 512 : Infinity);
const [x, testX] = [training, test].map(({ pixels, count, size }) => tf.tensor2d(pixels, [count, size])) as [
  tf.Tensor2D,
  tf.Tensor2D,
];
const [y, testY] = [training, test].map(({ labels }) =>
  tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10).toFloat()),
) as [tf.Tensor, tf.Tensor];
console.log(`${training.count} training and ${test.count} test images, ${epochs} epochs, batches of ${batchSize}\n`);

const curves: { name: string; values: number[] }[] = [];
const rows: string[][] = [];
for (const activation of options.activations.split(",")) {
  // The same random numbers for each, so that the activation alone makes the difference.
  const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });
  const dense = (units: number, seed: number, inputShape?: number[]) =>
    tf.layers.dense({
      units,
      activation: activation as "relu",
      kernelInitializer: kernelInitializer(seed),
      ...(inputShape && { inputShape }),
    });
  const model = tf.sequential({
    layers: [
      dense(128, 1, [training.size]),
      dense(64, 2),
      tf.layers.dense({ units: 10, activation: "softmax", kernelInitializer: kernelInitializer(3) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  const begin = performance.now();
  const { history } = await model.fit(x, y, { epochs, batchSize, validationData: [testX, testY], verbose: 0 });
  const seconds = (performance.now() - begin) / 1000;
  const accuracy = history.val_acc as number[];
  curves.push({ name: activation, values: accuracy });
  rows.push([
    activation,
    accuracy.at(-1)!.toFixed(4),
    Math.max(...accuracy).toFixed(4),
    `${(seconds / epochs).toFixed(2)} s`,
  ]);
  model.dispose();
}
printTable(["activation", "accuracy", "best", "an epoch"], rows);
writeFileSync(options.plot, lineChart(curves, { title: "Accuracy on the test images", x: "epoch", y: "accuracy" }));
console.log(`\n${options.plot}: accuracy by epoch`);
