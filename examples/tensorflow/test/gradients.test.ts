import { describe, expect, test } from "vitest";
import { EVERYWHERE, registered, tf } from "./support/setup.js";

type F = (x: tf.Tensor) => tf.Tensor;

/** f′, f″ and f‴ at points without kinks, by differences of the function before them in float64. */
const POINTS = [-3.1, -1.3, -0.4, 0.3, 0.9, 2.2, 4.7];

const sigma = (x: number) => 1 / (1 + Math.exp(-x));
const SMOOTH: Readonly<
  Record<string, readonly [f1: (x: number) => number, f2: (x: number) => number, f3: (x: number) => number]>
> = {
  exp: [Math.exp, Math.exp, Math.exp],
  sigmoid: [
    (x) => sigma(x) * (1 - sigma(x)),
    (x) => sigma(x) * (1 - sigma(x)) * (1 - 2 * sigma(x)),
    (x) => sigma(x) * (1 - sigma(x)) * (1 - 6 * sigma(x) + 6 * sigma(x) ** 2),
  ],
  tanh: [
    (x) => 1 - Math.tanh(x) ** 2,
    (x) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2),
    (x) => (1 - Math.tanh(x) ** 2) * (6 * Math.tanh(x) ** 2 - 2),
  ],
  softplus: [sigma, (x) => sigma(x) * (1 - sigma(x)), (x) => sigma(x) * (1 - sigma(x)) * (1 - 2 * sigma(x))],
  elu: [(x) => (x > 0 ? 1 : Math.exp(x)), (x) => (x > 0 ? 0 : Math.exp(x)), (x) => (x > 0 ? 0 : Math.exp(x))],
  selu: [
    (x) => 1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(x)),
    (x) => (x > 0 ? 0 : 1.0507009873554805 * 1.6732632423543772 * Math.exp(x)),
    (x) => (x > 0 ? 0 : 1.0507009873554805 * 1.6732632423543772 * Math.exp(x)),
  ],
  relu: [(x) => (x > 0 ? 1 : 0), () => 0, () => 0],
  relu6: [(x) => (x > 0 && x < 6 ? 1 : 0), () => 0, () => 0],
  leakyRelu: [(x) => (x > 0 ? 1 : 0.2), () => 0, () => 0],
};

const close = (got: ArrayLike<number>, want: readonly number[]) =>
  want.every((w, i) => Math.abs(got[i]! - w) <= 2e-5 * Math.max(1, Math.abs(w)));

const nth = (f: F, n: number): F => (n === 0 ? f : (x) => tf.grad((v) => nth(f, n - 1)(v).sum())(x));

describe.each(EVERYWHERE)("%s", (backend) => {
  test.each(["faster", "all"] as const)("operations of TensorFlow.js have three derivatives (%s)", async (replace) => {
    const wrong: string[] = [];
    await registered(backend, { replace }, () => {
      for (const [name, derivatives] of Object.entries(SMOOTH)) {
        derivatives.forEach((derivative, i) => {
          tf.tidy(() => {
            const f = (name === "leakyRelu" ? (v: tf.Tensor) => tf.leakyRelu(v, 0.2) : tf[name as "tanh"]) as F;
            const got = nth(f, i + 1)(tf.tensor1d(POINTS)).dataSync();
            if (!close(got, POINTS.map(derivative))) wrong.push(`${name} ${i + 1}`);
          });
        });
      }
    });
    expect(wrong).toEqual([]);
  });

  test("our operations have three derivatives: each is the slope of the one before it", async () => {
    const names = [
      ...[
        "celu",
        "elu",
        "exp",
        "gelu",
        "geluTanh",
        "hardSwish",
        "leakyRelu",
        "logSigmoid",
        "mish",
        "quickGelu",
        "relu",
      ],
      ...[
        "reluSquared",
        "selu",
        "sigmoid",
        "silu",
        "softplus",
        "softsign",
        "squareplus",
        "swish",
        "tanh",
        "tanhShrink",
      ],
    ] as const;
    const wrong: string[] = [];
    await registered(backend, {}, ({ ops }) => {
      const h = 2 ** -7;
      for (const name of names) {
        for (const n of [2, 3]) {
          tf.tidy(() => {
            const before = nth(ops[name] as F, n - 1);
            const at = (shift: number) => before(tf.tensor1d(POINTS.map((x) => x + shift))).dataSync();
            const [low, high] = [at(-h), at(h)];
            const got = nth(ops[name] as F, n)(tf.tensor1d(POINTS)).dataSync();
            const want = POINTS.map((_, i) => (high[i]! - low[i]!) / (2 * h));
            if (!want.every((w, i) => Math.abs(got[i]! - w) <= 2e-3 * Math.max(1, Math.abs(w))))
              wrong.push(`${name} ${n}`);
          });
        }
      }
    });
    expect(wrong).toEqual([]);
  });

  test("softmax, its losses and prelu have second derivatives", async () => {
    await registered(backend, {}, ({ ops, losses }) => {
      tf.tidy(() => {
        const x = tf.tensor2d([1, 2, 0.5, -1, 0.25, 3], [2, 3]);
        const labels = tf.tensor1d([2, 0], "int32");
        const targets = tf.tensor2d([0, 0.5, 0.5, 1, 0, 0], [2, 3]);
        const second = (f: F) =>
          tf
            .grad((v) =>
              tf
                .grad((w) => f(w).square().sum())(v)
                .sum(),
            )(x)
            .dataSync();
        const differences = (f: F) => {
          const h = 2 ** -7;
          return Array.from({ length: 6 }, (_, i) => {
            const at = (shift: number) => {
              const values = x.dataSync().slice();
              values[i]! += shift;
              return tf
                .grad((w) => f(w).square().sum())(tf.tensor2d(values, [2, 3]))
                .sum()
                .dataSync()[0]!;
            };
            return (at(h) - at(-h)) / (2 * h);
          });
        };
        const cases: F[] = [
          (v) => ops.softmax(v),
          (v) => ops.logSoftmax(v, 0),
          (v) => ops.logSumExp(v),
          (v) => tf.softmax(v),
          (v) => losses.softmaxCrossEntropy(labels, v),
          (v) => losses.softmaxCrossEntropy(labels, v, { labelSmoothing: 0.1 }),
          (v) => losses.softmaxCrossEntropy(targets, v),
          (v) => losses.sigmoidCrossEntropy(targets, v),
          (v) => ops.prelu(v, [0.1, 0.2, 0.3]),
          (v) => ops.glu(tf.concat([v, v], 1)),
        ];
        for (const [i, f] of cases.entries()) {
          const [got, want] = [second(f), differences(f)];
          expect(
            want.map((w, j) => Math.abs(got[j]! - w) < 5e-3 * Math.max(1, Math.abs(w))),
            `case ${i}`,
          ).not.toContain(false);
        }
      });
    });
  });

  test("relu6 is flat at 6, as above it", async () => {
    await registered(backend, {}, () => {
      tf.tidy(
        () =>
          void expect(
            tf
              .grad((v) => tf.relu6(v))(tf.tensor1d([6, 5, 7]))
              .arraySync(),
          ).toEqual([0, 1, 0]),
      );
    });
  });

  test("a layer that compares can be differentiated", async () => {
    await registered(backend, {}, () => {
      tf.tidy(() => {
        const layer = tf.layers.thresholdedReLU({ theta: 1 });
        const dx = tf.grad((v) => layer.apply(v) as tf.Tensor)(tf.tensor2d([[0.5, 2]]));
        expect(dx.arraySync()).toEqual([[0, 1]]);
      });
    });
  });
});

test("gradients come from x: where y has no digits left, they still have all of theirs", async () => {
  await tf.setBackend("wasm");
  const slope = () =>
    tf.tidy(
      () =>
        tf
          .grad((v) => tf.tanh(v))(tf.scalar(9))
          .dataSync()[0]!,
    );
  const want = (4 * Math.exp(-18)) / (1 + Math.exp(-18)) ** 2;
  expect(Math.abs(slope() / want - 1)).toBeGreaterThan(0.01);
  await registered("wasm", {}, () => expect(Math.abs(slope() / want - 1)).toBeLessThan(1e-6));
});
