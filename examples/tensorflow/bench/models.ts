import { type Registration, register } from "lanewise/tfjs";
import { printTable } from "../support/table.js";
import { tf } from "../support/tensorflow.js";
import { trainOnWasm } from "../support/wasm-training.js";

interface Case {
  readonly name: string;
  readonly model: () => tf.LayersModel;
  readonly input: number[];
  readonly classes: number;
  /** False where the wasm backend lacks a gradient: the model is trained on the cpu backend. */
  readonly trains: boolean;
}

const softmax = () => tf.layers.dense({ units: 10, activation: "softmax" });

function mlp(activation: string): Case {
  const dense = (units: number, inputShape?: number[]) =>
    tf.layers.dense({ units, activation: activation as "relu", ...(inputShape && { inputShape }) });
  const model = () => tf.sequential({ layers: [dense(128, [784]), dense(64), softmax()] });
  return { name: `MLP, ${activation}`, model, input: [128, 784], classes: 10, trains: true };
}

function lenet(activation: string): Case {
  const convolution = (filters: number, inputShape?: number[]) =>
    tf.layers.conv2d({
      filters,
      kernelSize: 5,
      padding: "same",
      activation: activation as "relu",
      ...(inputShape && { inputShape }),
    });
  const model = () =>
    tf.sequential({
      layers: [
        convolution(6, [32, 32, 3]),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        convolution(16),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        convolution(120),
        tf.layers.flatten(),
        tf.layers.dense({ units: 84, activation: activation as "relu" }),
        softmax(),
      ],
    });
  return { name: `LeNet-5, ${activation}`, model, input: [64, 32, 32, 3], classes: 10, trains: true };
}

function lstm(): Case {
  const model = () => tf.sequential({ layers: [tf.layers.lstm({ units: 64, inputShape: [16, 32] }), softmax()] });
  return { name: "LSTM", model, input: [32, 16, 32], classes: 10, trains: true };
}

function mobile(activation: string): Case {
  const block = (filters: number) => [
    tf.layers.depthwiseConv2d({ kernelSize: 3, padding: "same", activation: activation as "relu6" }),
    tf.layers.conv2d({ filters, kernelSize: 1, activation: activation as "relu6" }),
  ];
  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 16,
          kernelSize: 3,
          strides: 2,
          inputShape: [96, 96, 3],
          activation: activation as "relu6",
        }),
        ...block(32),
        ...block(64),
        ...block(64),
        tf.layers.globalAveragePooling2d({}),
        softmax(),
      ],
    });
  return { name: `MobileNet-like, ${activation}`, model, input: [1, 96, 96, 3], classes: 10, trains: false };
}

const CASES = [
  mlp("relu"),
  mlp("tanh"),
  mlp("gelu"),
  lenet("relu"),
  lenet("tanh"),
  lstm(),
  mobile("relu6"),
  mobile("swish"),
];

/** Inference and training steps of whole models; a registration is made and undone for each turn. */
export async function compareModels(quick: boolean): Promise<void> {
  await tf.setBackend("wasm");
  const undo = trainOnWasm();
  const rows: string[][] = [];
  for (const { name, model: make, input, classes, trains } of CASES) {
    // Layers look their activation up once, when they are made.
    const theirs = make();
    let registration = register(tf);
    const ours = make();
    registration.unregister();
    const x = tf.randomNormal(input, 0, 1, "float32", 1);
    const y = tf.tidy(() =>
      tf.oneHot(tf.range(0, input[0]!, 1, "int32").mod(tf.scalar(classes, "int32")), classes).toFloat(),
    );
    const infer = (model: tf.LayersModel) => () => tf.tidy(() => void (model.predict(x) as tf.Tensor).dataSync());
    const row = [name, await compared(infer(theirs), infer(ours), quick)];
    if (!trains) await tf.setBackend("cpu");
    for (const model of [theirs, ours]) model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
    const step = (model: tf.LayersModel) => () => model.trainOnBatch(x, y);
    row.push((await compared(step(theirs), step(ours), quick)) + (trains ? "" : " on cpu"));
    await tf.setBackend("wasm");
    rows.push(row);
    tf.dispose([x, y]);
    theirs.dispose();
    registration = register(tf);
    ours.dispose();
    registration.unregister();
  }
  console.log("wasm: models");
  printTable(["model", "inference", "training step"], rows);
  undo();
}

async function compared(theirs: () => unknown, ours: () => unknown, quick: boolean): Promise<string> {
  let registration: Registration<typeof tf> | undefined;
  const turns = quick ? 3 : 15;
  let [a, b] = [Infinity, Infinity];
  for (let turn = 0; turn < turns; turn++) {
    a = Math.min(a, await least(theirs));
    registration = register(tf);
    b = Math.min(b, await least(ours));
    registration.unregister();
  }
  return `${(a / b).toFixed(2)} (${b.toFixed(2)} ms)`;
}

/** The least processor time of some calls, in ms: other programs take no part in it. The first call compiles. */
async function least(f: () => unknown): Promise<number> {
  let microseconds = Infinity;
  for (let i = 0; i < 4; i++) {
    const before = process.cpuUsage();
    await f();
    const { user, system } = process.cpuUsage(before);
    microseconds = Math.min(microseconds, user + system);
  }
  return microseconds / 1000;
}
