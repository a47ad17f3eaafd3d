import { softmaxCrossEntropy } from "lanewise";
import { describe, expect, test } from "vitest";
import { BACKENDS, EVERYWHERE, firstDifference, registered, sample, tf } from "./support/setup.js";

const rows = 128;

/** Two half moons: points that no line divides. */
function moons(): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const noise = sample(2 * rows + 12, 9).subarray(12);
  const points = Array.from({ length: rows }, (_, i) => {
    const t = (Math.PI * i) / rows;
    const upper = i % 2 === 0;
    const [dx, dy] = [noise[2 * i]! / 80, noise[2 * i + 1]! / 80];
    return upper ? [Math.cos(t) + dx, Math.sin(t) + dy] : [1 - Math.cos(t) + dx, 0.5 - Math.sin(t) + dy];
  });
  return { x: tf.tensor2d(points), y: tf.tensor2d(points.map((_, i) => (i % 2 === 0 ? [1, 0] : [0, 1]))) };
}

async function lossesOf(
  activation: string,
  loss: string | ((t: tf.Tensor, p: tf.Tensor) => tf.Tensor),
): Promise<number[]> {
  const { x, y } = moons();
  const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
  const logits = typeof loss !== "string";
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 16, activation: activation as "relu", inputShape: [2], kernelInitializer: seeded(1) }),
      tf.layers.dense({ units: 16, activation: activation as "relu", kernelInitializer: seeded(2) }),
      tf.layers.dense({ units: 2, activation: logits ? "linear" : "softmax", kernelInitializer: seeded(3) }),
    ],
  });
  const optimizer = tf.train.adam(0.01);
  model.compile({ optimizer, loss });
  const { history } = await model.fit(x, y, { epochs: 12, batchSize: 32, shuffle: false, verbose: 0 });
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return history.loss as number[];
}

describe.each(EVERYWHERE)("%s", (backend) => {
  test.each(["relu", "tanh", "sigmoid", "elu", "selu", "softplus"])(
    "model.fit with %s learns as with unmodified TensorFlow.js",
    async (activation) => {
      await tf.setBackend(backend);
      const before = await lossesOf(activation, "categoricalCrossentropy");
      const after = await registered(backend, { replace: "all" }, () =>
        lossesOf(activation, "categoricalCrossentropy"),
      );
      expect(before.every((loss, i) => Math.abs(after[i]! - loss) < 2e-3 * loss)).toBe(true);
      expect(after.at(-1)).toBeLessThan(after[0]! * 0.95);
    },
  );

  test.each(["gelu", "mish", "hard_swish", "squareplus"])("model.fit learns with %s", async (activation) => {
    const losses = await registered(backend, {}, () => lossesOf(activation, "categoricalCrossentropy"));
    expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.9);
  });

  test("softmaxCrossEntropy trains a model that ends in logits, as the loss of TensorFlow.js does with softmax", async () => {
    await registered(backend, {}, async ({ losses }) => {
      const theirs = await lossesOf("tanh", "categoricalCrossentropy");
      const ours = await lossesOf("tanh", losses.softmaxCrossEntropy);
      expect(theirs.every((loss, i) => Math.abs(ours[i]! - loss) < 1e-3 * loss)).toBe(true);
    });
  });
});

describe.each(BACKENDS)("%s", (backend) => {
  test("losses have the bits of the functions, for labels and for targets, and are finite for any logits", async () => {
    await registered(backend, {}, ({ losses }) => {
      tf.tidy(() => {
        const logits = sample(60, 3).map((v) => (Number.isFinite(v) ? v * 40 : 3e38));
        const labels = Int32Array.of(1, 9, 0, 4, -100, 7);
        const t = tf.tensor2d(logits, [6, 10]);
        const of = tf.tensor1d(labels, "int32");
        const options = { shape: [6, 10] };
        const want = softmaxCrossEntropy(logits, labels, options);
        expect(firstDifference(losses.softmaxCrossEntropy(of, t).dataSync(), want)).toBe(-1);
        expect(firstDifference(losses.softmaxCrossEntropy(of.reshape([6, 1]).toFloat(), t).dataSync(), want)).toBe(-1);
        const dx = tf
          .grad((v) => losses.softmaxCrossEntropy(of, v as tf.Tensor2D))(t)
          .dataSync();
        expect(firstDifference(dx, softmaxCrossEntropy.grad(logits, labels, options))).toBe(-1);
        const smoothed = { ...options, labelSmoothing: 0.1 };
        const y = losses.softmaxCrossEntropy(of, t, { labelSmoothing: 0.1 }).dataSync();
        expect(firstDifference(y, softmaxCrossEntropy(logits, labels, smoothed))).toBe(-1);
        const targets = new Float32Array(60).fill(0.1);
        const byTargets = losses.softmaxCrossEntropy(tf.tensor2d(targets, [6, 10]), t).dataSync();
        expect(firstDifference(byTargets, softmaxCrossEntropy(logits, targets, options))).toBe(-1);
        expect(() => losses.softmaxCrossEntropy(tf.zeros([5]), t)).toThrow(
          'softmaxCrossEntropy: "targets" expected the shape of the logits, [6, 10], or of their rows, [6], got [5]',
        );
        expect(() => losses.softmaxCrossEntropy(of, t, { smoothing: 1 } as never)).toThrow(/"options" expected only/);
        expect(() => losses.sigmoidCrossEntropy(of, t)).toThrow(/sigmoidCrossEntropy: "targets"/);
      });
    });
  });
});

test("the tutorial's model of four advanced activations trains", async () => {
  await registered("wasm", {}, async ({ layers }) => {
    const { x, y } = moons();
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 16, inputShape: [2] }),
        tf.layers.leakyReLU({ alpha: 0.1 }),
        tf.layers.dense({ units: 16 }),
        tf.layers.prelu(),
        tf.layers.dense({ units: 16 }),
        layers.elu({ alpha: 0.5 }),
        tf.layers.dense({ units: 16 }),
        tf.layers.thresholdedReLU({ theta: 0.1 }),
        tf.layers.dense({ units: 2, activation: "softmax" }),
      ],
    });
    const optimizer = tf.train.adam(0.01);
    model.compile({ optimizer, loss: "categoricalCrossentropy" });
    const { history } = await model.fit(x, y, { epochs: 15, batchSize: 32, verbose: 0 });
    expect(history.loss!.at(-1)).toBeLessThan((history.loss![0] as number) * 0.8);
    model.dispose();
    optimizer.dispose();
    tf.dispose([x, y]);
  });
});
