import * as functions from "lanewise";
import { describe, expect, test } from "vitest";
import { artifactsOf, load, units } from "./support/models.js";
import { BACKENDS, firstDifference, type Lanewise, registered, sample, tf } from "./support/setup.js";

/** Saves and loads a model; both give the same results. Disposes all. */
async function roundTrip(model: tf.LayersModel, input: tf.Tensor): Promise<tf.io.ModelArtifacts> {
  const artifacts = await artifactsOf(model);
  const loaded = await load(artifacts);
  const [a, b] = tf.tidy(() => [model.predict(input), loaded.predict(input)].map((y) => (y as tf.Tensor).dataSync()));
  expect(firstDifference(a!, b!)).toBe(-1);
  model.dispose();
  loaded.dispose();
  return artifacts;
}

describe.each(BACKENDS)("%s", (backend) => {
  test("dense layers take every function by name, in camelCase and snake_case", async () => {
    const names = [
      ...["gelu", "geluTanh", "gelu_tanh", "gelu_new", "silu", "swish", "mish", "hardSwish", "hard_swish", "hardSilu"],
      ...[
        "hard_silu",
        "quickGelu",
        "quick_gelu",
        "celu",
        "relu6",
        "softsign",
        "logSoftmax",
        "log_softmax",
        "sparsemax",
      ],
      ...["leakyRelu", "leaky_relu", "hardTanh", "hard_tanh", "hardShrink", "softShrink", "tanhShrink", "logSigmoid"],
      ...["squareplus", "sparsePlus", "sparseSigmoid", "reluSquared", "exponential", "exp", "softmin", "identity"],
    ];
    const presets: Readonly<Record<string, object>> = {
      leakyRelu: { negativeSlope: 0.2 },
      leaky_relu: { negativeSlope: 0.2 },
    };
    const wrong: string[] = [];
    await registered(backend, {}, ({ ops }) => {
      for (const name of names) {
        const layer = units(name);
        tf.tidy(() => {
          const y = layer.apply(
            tf.tensor2d(
              sample(8).map((v) => (Number.isFinite(v) ? v : 1)),
              [2, 4],
            ),
          ) as tf.Tensor;
          const linear = tf.sequential({
            layers: [tf.layers.dense({ units: 3, inputShape: [4], weights: layer.getWeights() })],
          });
          const z = linear.predict(
            tf.tensor2d(
              sample(8).map((v) => (Number.isFinite(v) ? v : 1)),
              [2, 4],
            ),
          ) as tf.Tensor;
          const camel = name
            .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
            .replace("geluNew", "geluTanh");
          const want = ops[camel as "gelu"](z, presets[name] as never);
          if (firstDifference(y.dataSync(), want.dataSync()) >= 0) wrong.push(name);
          linear.dispose();
        });
        layer.dispose();
      }
    });
    expect(wrong).toEqual([]);
  });

  test("names of TensorFlow.js keep their meaning: its hardSigmoid has slope 1/5", async () => {
    await registered(backend, {}, () => {
      tf.tidy(() => {
        const layer = tf.layers.activation({ activation: "hardSigmoid" });
        const snake = tf.layers.activation({ activation: "hard_sigmoid" as "relu" });
        for (const { apply } of [layer, snake].map((made) => ({
          apply: (x: tf.Tensor) => made.apply(x) as tf.Tensor,
        }))) {
          expect(apply(tf.tensor1d([1])).dataSync()[0]).toBeCloseTo(0.7, 6);
        }
      });
    });
  });

  test("a model with activations by name is saved, loaded, and loaded again from the names of Keras", async () => {
    await registered(backend, {}, async () => {
      const input = tf.ones([2, 4]);
      for (const name of ["gelu", "gelu_new", "hard_silu", "leaky_relu", "quickGelu", "mish", "sparsemax"]) {
        await roundTrip(tf.sequential({ layers: [units(name)] }), input);
      }
      input.dispose();
    });
  });

  test("a layer is saved and loaded with its parameters", async () => {
    await registered(backend, {}, async ({ layers }) => {
      const input = tf.tensor2d(
        sample(24).map((v) => (Number.isFinite(v) ? v : 1)),
        [2, 12],
      );
      const configs = [
        { function: "swish", beta: 1.5 },
        { function: "leakyRelu", negativeSlope: 0.3 },
        { function: "leaky_relu", negativeSlope: 0.3 },
        { function: "threshold", threshold: 0.5, value: -1 },
        { function: "softmax", axis: 1 },
        { function: "glu" },
        { function: "maxout", pieces: 3 },
        { function: "swish", beta: 1.5, learn: "beta" },
        { function: "relu6" },
        { function: "leakyRelu6" },
      ];
      for (const config of configs) {
        const model = tf.sequential({ layers: [layers.activation({ ...config, inputShape: [12] })] });
        await roundTrip(model, input);
      }
      input.dispose();
    });
  });

  test("a learned parameter is trained, and its gradient has the bits of the function", async () => {
    await registered(backend, {}, async ({ layers }) => {
      const x = sample(64).map((v) => (Number.isFinite(v) ? v / 4 : 0.5));
      const input = tf.tensor2d(x, [64, 1]);
      const target = tf.tensor2d(functions.swish(x, { beta: 2 }), [64, 1]);
      const layer = layers.activation({ function: "swish", beta: 1, learn: "beta", inputShape: [1] });
      const model = tf.sequential({ layers: [layer] });
      const [beta] = layer.trainableWeights;
      const { grads, value } = tf.variableGrads(() => (layer.apply(input) as tf.Tensor).sum() as tf.Scalar);
      const got = Object.values(grads)[0]!.dataSync()[0]!;
      expect(got).toBe(Math.fround(functions.swish.gradBeta(x, new Float32Array(64).fill(1), { beta: 1 })));
      tf.dispose([grads, value]);
      const optimizer = tf.train.adam(0.1);
      model.compile({ optimizer, loss: "meanSquaredError" });
      await model.fit(input, target, { epochs: 150, batchSize: 64, verbose: 0 });
      expect(beta!.read().dataSync()[0]).toBeCloseTo(2, 1);
      model.dispose();
      optimizer.dispose();
      tf.dispose([input, target]);
    });
  });

  test("symbolic tensors make layers: the functional API", async () => {
    await registered(backend, {}, async ({ ops }) => {
      const input = tf.input({ shape: [4] });
      let x = tf.layers.dense({ units: 8 }).apply(input) as tf.SymbolicTensor;
      x = ops.relu(x);
      x = tf.layers.dense({ units: 6 }).apply(x) as tf.SymbolicTensor;
      x = ops.glu(x);
      x = ops.swish(x, { beta: 1.5 });
      expect(x.shape).toEqual([null, 3]);
      const ones = tf.ones([2, 4]);
      await roundTrip(tf.model({ inputs: input, outputs: ops.softmax(x, 1) }), ones);
      ones.dispose();
    });
  });

  test("activation objects are taken by dense layers, and keep their parameters", async () => {
    await registered(backend, {}, async ({ activation }) => {
      const ones = tf.ones([2, 4]);
      const layer = tf.layers.dense({
        units: 3,
        inputShape: [4],
        activation: activation("leakyRelu", { negativeSlope: 0.5 }),
      });
      const { modelTopology } = await roundTrip(tf.sequential({ layers: [layer] }), ones);
      expect(JSON.stringify(modelTopology)).toContain("leaky_relu(negative_slope=0.5)");
      ones.dispose();
    });
  });

  test("the layers ELU with alpha, ThresholdedReLU and Softmax of other models are loaded and right", async () => {
    await registered(backend, {}, async ({ layers, ops }) => {
      const input = tf.tensor2d([-2, -0.5, 0.5, 2], [2, 2]);
      const cases = [
        [layers.elu({ alpha: 0.5, inputShape: [2] }), "ELU", () => ops.elu(input, { alpha: 0.5 })],
        [
          layers.thresholdedRelu({ theta: 0.75, inputShape: [2] }),
          "ThresholdedReLU",
          () => ops.thresholdedRelu(input, { theta: 0.75 }),
        ],
        [layers.softmax({ axis: 1, inputShape: [2] }), "Softmax", () => ops.softmax(input, 1)],
      ] as const;
      for (const [layer, className, want] of cases) {
        const model = tf.sequential({ layers: [layer] });
        tf.tidy(() => void expect((model.predict(input) as tf.Tensor).arraySync()).toEqual(want().arraySync()));
        const { modelTopology } = await roundTrip(model, input);
        expect(JSON.stringify(modelTopology)).toContain(`"class_name":"${className}"`);
      }
      input.dispose();
    });
  });

  test("a converted model of Keras with its names of activations is loaded", async () => {
    await registered(backend, {}, async ({ ops }) => {
      const dense = (name: string, activation: string) => ({
        class_name: "Dense",
        config: {
          name,
          units: 2,
          activation,
          use_bias: false,
          batch_input_shape: [null, 2],
          kernel_initializer: { class_name: "Identity", config: { gain: 1 } },
        },
      });
      const config = {
        name: "keras",
        layers: [
          dense("a", "hard_silu"),
          dense("b", "leaky_relu"),
          { class_name: "ELU", config: { name: "c", alpha: 0.5 } },
        ],
      };
      const topology = {
        model_config: { class_name: "Sequential", config },
        keras_version: "2.15.0",
        backend: "tensorflow",
      };
      const model = await load({ modelTopology: topology });
      tf.tidy(() => {
        const x = tf.tensor2d([-1, 2], [1, 2]);
        const want = ops.elu(ops.leakyRelu(ops.hardSwish(x), { negativeSlope: 0.2 }), { alpha: 0.5 });
        expect((model.predict(x) as tf.Tensor).arraySync()).toEqual(want.arraySync());
      });
      model.dispose();
    });
  });
});

test("wrong layers are refused when they are made", async () => {
  await registered("wasm", {}, ({ layers, activation }: Lanewise) => {
    expect(() => layers.activation({ function: "geluu" })).toThrow(
      'layers.activation: "function" expected a function of this package, got "geluu"; did you mean "gelu"?',
    );
    expect(() => layers.activation({} as never)).toThrow(/"function" expected the name of a function, got undefined/);
    expect(() => layers.activation({ function: "swish", beta: "1" })).toThrow(/swish: "beta"/);
    expect(() => layers.activation({ function: "swish", learn: "alpha" })).toThrow(
      /"learn" expected "beta", got alpha/,
    );
    expect(() => layers.activation({ function: "gelu", learn: "alpha" })).toThrow(/"learn" expected nothing/);
    expect(() => layers.activation({ function: "swish", bet: 1 })).toThrow(/got "bet"; did you mean "beta"\?/);
    expect(() => layers.activation({ function: "swish", axis: 1 })).toThrow(/layers.activation: "options"/);
    expect(() => layers.elu({ alfa: 1 } as never)).toThrow(/layers.elu: "options" .*; did you mean "alpha"\?/);
    expect(() => layers.thresholdedRelu({ alpha: 1 } as never)).toThrow(/layers.thresholdedRelu: "options"/);
    expect(() => layers.softmax({ dim: 0 } as never)).toThrow(/layers.softmax: "options" expected only "axis"/);
    for (const name of ["name", "trainable", "inputShape", "batchInputShape", "batchSize", "dtype", "inputDType"]) {
      expect(() => layers.softmax({ [name]: undefined })).not.toThrow();
    }
    expect(() => activation("nope")).toThrow(/activation: "name" expected a function of one tensor, got "nope"/);
    expect(() => activation("swish", { alpha: 1 })).toThrow(/swish: "options" expected only "beta"/);
  });
});
