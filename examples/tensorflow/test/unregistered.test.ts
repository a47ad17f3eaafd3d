import { describe, expect, test } from "vitest";
import { artifactsOf, load, units } from "./support/models.js";
import { BACKENDS, registered, tf } from "./support/setup.js";

describe("without a registration TensorFlow.js is as docs/tensorflow.md says", () => {
  test.each(BACKENDS)("on %s", async (backend) => {
    await tf.setBackend(backend);
    tf.tidy(() => {
      const x = tf.tensor2d([-1, 0.5, 2, 6], [2, 2]);
      expect(() => tf.softmax(x, 0)).toThrow(/non-last dimension/);
      expect(() => tf.layers.elu({ alpha: 0.5 })).toThrow(/Non-default alpha/);
      const thresholded = tf.layers.thresholdedReLU({ theta: 1 });
      expect(() => tf.grad((v) => thresholded.apply(v) as tf.Tensor)(x)).toThrow(
        /gradient function not found for Greater/,
      );
      for (const f of [tf.tanh, tf.sigmoid, tf.exp, tf.elu, tf.selu, tf.relu6]) {
        expect(() => tf.grad((v) => tf.grad((w) => f(w))(v))(x)).toThrow(/Cannot compute gradient/);
      }
      expect(
        tf
          .grad((v) => tf.relu6(v))(tf.scalar(6))
          .dataSync()[0],
      ).toBe(1);
      const rows = tf.prelu(tf.fill([2, 2], -1), tf.tensor2d([1, 2], [2, 1])).arraySync();
      expect(rows).toEqual(
        backend === "wasm"
          ? [
              [-1, -2],
              [-1, -2],
            ]
          : [
              [-1, -1],
              [-2, -2],
            ],
      );
    });
  });

  test("a saved gelu_new is not found when it is loaded", async () => {
    await tf.setBackend("cpu");
    const model = tf.sequential({ layers: [units("gelu_new")] });
    const artifacts = await artifactsOf(model);
    model.dispose();
    await expect(load(artifacts)).rejects.toThrow(/Unknown activation: geluNew/);
  });

  test("leCunNormal has nine tenths of the deviation that SELU needs", () => {
    const deviation = tf.tidy(() => {
      const weights = tf.initializers.leCunNormal({ seed: 1 }).apply([256, 256], "float32");
      return Math.sqrt(tf.moments(weights).variance.dataSync()[0]! * 256);
    });
    expect(deviation).toBeGreaterThan(0.86);
    expect(deviation).toBeLessThan(0.9);
  });

  test("and with one, prelu is right on wasm", async () => {
    await registered("wasm", {}, () => {
      tf.tidy(() => {
        const rows = tf.prelu(tf.fill([2, 2], -1), tf.tensor2d([1, 2], [2, 1])).arraySync();
        expect(rows).toEqual([
          [-1, -1],
          [-2, -2],
        ]);
      });
    });
  });
});
