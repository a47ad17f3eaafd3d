/** LeNet-5 on CIFAR-10, the model of the tutorial: `npm run lenet -- --data DIR`. */

import { writeFileSync } from "node:fs";
import { lineChart } from "./support/chart.js";
import { readCifar } from "./support/cifar.js";
import { count, readOptions } from "./support/command-line.js";
import { printTable } from "./support/table.js";
import { start, tf } from "./support/tensorflow.js";

const options = readOptions({ data: "", activation: "relu", epochs: "10", batch: "256", plot: "lenet.svg" });
if (options.data === "") throw new Error("--data expects the folder of data_batch_1.bin and test_batch.bin");
const epochs = options.quick ? 1 : count("epochs", options.epochs);
const batchSize = count("batch", options.batch);

await start();
const activation = options.activation as "relu";
const convolution = (filters: number) => tf.layers.conv2d({ filters, kernelSize: 5, padding: "same", activation });
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ filters: 6, kernelSize: 5, padding: "same", activation, inputShape: [32, 32, 3] }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    convolution(16),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    convolution(120),
    tf.layers.flatten(),
    tf.layers.dense({ units: 84, activation }),
    tf.layers.dense({ units: 10, activation: "softmax" }),
  ],
});
model.summary();

const training = readCifar(options.data, "train", options.quick ? 1024 : Infinity);
const test = readCifar(options.data, "test", options.quick ? 256 : Infinity);
const images = ({ pixels, count }: typeof test) => tf.tensor4d(pixels, [count, 32, 32, 3]);
const classes = ({ labels }: typeof test) => tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), 10).toFloat());
const [x, y, testX, testY] = [images(training), classes(training), images(test), classes(test)];

model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
const steps = Math.ceil(training.count / batchSize);
const bar = (done: number) => `[${"=".repeat(Math.round((30 * done) / steps)).padEnd(30, ".")}]`;
const isTerminal = process.stdout.isTTY;
const history: tf.Logs[] = [];
await model.fit(x, y, {
  epochs,
  batchSize,
  verbose: 0,
  validationData: [testX, testY],
  callbacks: {
    onEpochBegin: async (epoch) => console.log(`Epoch ${epoch + 1}/${epochs}`),
    onBatchEnd: async (batch, logs) => {
      if (isTerminal)
        process.stdout.write(`\r${batch + 1}/${steps} ${bar(batch + 1)} - loss: ${logs!.loss!.toFixed(4)}`);
    },
    onEpochEnd: async (_, logs) => {
      history.push(logs!);
      const figures = ["loss", "acc", "val_loss", "val_acc"].map((name) => `${name}: ${logs![name]!.toFixed(4)}`);
      console.log(`${isTerminal ? "\r" : ""}${steps}/${steps} ${bar(steps)} - ${figures.join(" - ")}`);
    },
  },
});

console.log("");
printTable(
  ["epoch", "loss", "acc", "val_loss", "val_acc"],
  history.map((logs, i) => [
    String(i),
    ...["loss", "acc", "val_loss", "val_acc"].map((name) => logs[name]!.toFixed(6)),
  ]),
);
const curves = [
  { name: "training", values: history.map(({ acc }) => acc!) },
  { name: "validation", values: history.map(({ val_acc }) => val_acc!) },
];
writeFileSync(options.plot, lineChart(curves, { title: "LeNet-5 on CIFAR-10", x: "epoch", y: "accuracy" }));
console.log(`\n${options.plot}: accuracy by epoch`);
