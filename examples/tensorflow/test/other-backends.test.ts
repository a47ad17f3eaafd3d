import * as functions from "lanewise";
import { register } from "lanewise/tfjs";
import { expect, test } from "vitest";
import { type Case, casesOf, farFrom, type Outcome, tangent } from "./support/cases.js";
import { OTHER, registered, tf } from "./support/setup.js";

type Op = (x: tf.Tensor, options?: object) => tf.Tensor;

test("every function and its gradient are composed where a backend has no kernels of ours", async () => {
  const cases = casesOf();
  await registered(OTHER, {}, ({ ops }) => {
    const outcome = ({ name, options, shape, x, dy }: Case): Outcome =>
      tf.tidy(() => {
        const op = ops[name as "gelu"] as unknown as Op;
        const [t, y] = [tf.tensor(x, shape), op(tf.tensor(x, shape), options)];
        const dx = tf.grad((v) => op(v, options))(t, tf.tensor(tangent(dy, y.size), y.shape));
        return { y: y.dataSync(), dx: dx.dataSync() };
      }) as Outcome;
    expect(farFrom(cases, cases.map(outcome), 1e-5)).toEqual([]);
  });
  expect(new Set(cases.map(({ name }) => name)).size).toBeGreaterThanOrEqual(45);
});

test("losses are composed, also with labels to ignore", async () => {
  await registered(OTHER, {}, ({ losses }) => {
    tf.tidy(() => {
      const [x, labels] = [Float32Array.of(1, 2, 3, -1, 0.5, 2, 0, 0, 9), Int32Array.of(2, 0, 1)];
      const t = tf.tensor2d(x, [3, 3]);
      for (const options of [
        {},
        { labelSmoothing: 0.1 },
        { ignoreIndex: 0 },
        { ignoreIndex: 1, labelSmoothing: 0.2 },
      ]) {
        const loss = (v: tf.Tensor) => losses.softmaxCrossEntropy(tf.tensor1d(labels, "int32"), v, options);
        const given = { ...options, shape: [3, 3] };
        const near = (got: tf.Tensor, want: Float32Array) =>
          got.dataSync().every((v, i) => Math.abs(v - want[i]!) < 1e-5);
        expect(near(loss(t), functions.softmaxCrossEntropy(x, labels, given))).toBe(true);
        expect(near(tf.grad(loss)(t), functions.softmaxCrossEntropy.grad(x, labels, given))).toBe(true);
      }
    });
  });
});

test("a program with neither wasm nor cpu has operations, and no kernels", async () => {
  await tf.setBackend(OTHER);
  const { report, ops, unregister } = register({ ...tf, findBackendFactory: () => null } as unknown as typeof tf);
  expect(report.filter(({ kind }) => kind === "kernel")).toEqual([]);
  const y = ops.relu([-1, 2]);
  expect(y.arraySync()).toEqual([0, 2]);
  y.dispose();
  expect(() => register(tf)).toThrow(/no registration that is in force/);
  unregister();
});
