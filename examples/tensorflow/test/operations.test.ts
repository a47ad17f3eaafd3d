import * as functions from "lanewise";
import { describe, expect, test } from "vitest";
import { functionsOfKind, OPTIONS } from "./support/cases.js";
import { BACKENDS, firstDifference, registered, sample, tf } from "./support/setup.js";

type Op = (x: tf.Tensor, options?: object) => tf.Tensor;

const x = sample(3 * 7 * 5);
const shape: [number, number, number] = [3, 7, 5];
const finite = (values: Float32Array) => values.map((v) => (Number.isFinite(v) ? v : 0.5));

describe.each(BACKENDS)("%s", (backend) => {
  test("elementwise operations and their gradients have the bits of the functions", async () => {
    const different: string[] = [];
    let compared = 0;
    await registered(backend, {}, ({ ops }) => {
      const dy = sample(x.length, 2);
      for (const [name, f] of functionsOfKind("elementwise")) {
        for (const options of name === "threshold" ? [OPTIONS[name]] : [undefined, OPTIONS[name]]) {
          tf.tidy(() => {
            const op = ops[name as "gelu"] as unknown as Op;
            const t = tf.tensor(x, shape);
            const g = tf.tensor(dy, shape);
            const y = op(t, options);
            expect(y.shape).toEqual(shape);
            if (firstDifference(y.dataSync(), f(x, options)) >= 0) different.push(name);
            const dx = tf.grad((v) => op(v, options))(t, g);
            if (firstDifference(dx.dataSync(), f.grad(x, dy, options)) >= 0) different.push(`${name}.grad`);
            compared++;
          });
        }
      }
    });
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(60);
  });

  test("operations of rows and their gradients have the bits of the functions, along each axis", async () => {
    const different: string[] = [];
    await registered(backend, {}, ({ ops }) => {
      for (const [name, f] of functionsOfKind("rowwise", "reduction", "resizing")) {
        for (const axis of [0, 1, 2, -1]) {
          const sizes: [number, number, number] = [4, 8, 6];
          const values = finite(sample(4 * 8 * 6));
          const options = { axis, ...(name === "maxout" && { pieces: 2 }) };
          tf.tidy(() => {
            const op = ops[name as "softmax"] as unknown as Op;
            const t = tf.tensor(values, sizes);
            const y = op(t, options);
            const want = f(values, { ...options, shape: sizes });
            if (firstDifference(y.dataSync(), want) >= 0) different.push(`${name} ${axis}`);
            const dy = finite(sample(want.length, 2));
            const dx = tf.grad((v) => op(v, options))(t, tf.tensor(dy, y.shape));
            const wantGrad = f.grad(values, dy, { ...options, shape: sizes });
            if (firstDifference(dx.dataSync(), wantGrad) >= 0) different.push(`${name}.grad ${axis}`);
          });
        }
      }
    });
    expect(different).toEqual([]);
  });

  test("rrelu has the bits of the function, with the slopes of a seed", async () => {
    await registered(backend, {}, ({ ops }) => {
      const options = { training: true, seed: 7 };
      tf.tidy(() => {
        const t = tf.tensor1d(x);
        const y = ops.rrelu(t, options).dataSync();
        const dx = tf
          .grad((v) => ops.rrelu(v as tf.Tensor1D, options))(t)
          .dataSync();
        const ones = new Float32Array(x.length).fill(1);
        expect(firstDifference(y, functions.rrelu(x, options))).toBe(-1);
        expect(firstDifference(dx, functions.rrelu.grad(x, ones, options))).toBe(-1);
      });
    });
  });

  test("a result has the shape of its function", async () => {
    await registered(backend, {}, ({ ops }) => {
      tf.tidy(() => {
        const t = tf.ones([2, 6, 4]);
        expect(ops.glu(t).shape).toEqual([2, 6, 2]);
        expect(ops.crelu(t, 1).shape).toEqual([2, 12, 4]);
        expect(ops.maxout(t, { pieces: 3, axis: 1 }).shape).toEqual([2, 2, 4]);
        expect(ops.logSumExp(t, 0).shape).toEqual([6, 4]);
        expect(ops.softmax(tf.scalar(3)).dataSync()).toEqual(Float32Array.of(1));
        expect(ops.gelu(tf.zeros([0, 3])).shape).toEqual([0, 3]);
        expect(ops.softmax(tf.zeros([0, 3])).shape).toEqual([0, 3]);
      });
    });
  });

  test("numbers become tensors, and aliases are operations, too", async () => {
    await registered(backend, {}, ({ ops }) => {
      tf.tidy(() => {
        expect(ops.relu([-1, 2]).arraySync()).toEqual([0, 2]);
        expect(ops.relu([[-1], [2]]).shape).toEqual([2, 1]);
        expect(ops.hardSilu).toBeTypeOf("function");
        expect(ops.linear(5).arraySync()).toBe(5);
      });
    });
  });

  test("prelu has the bits of the function for channels on any axis, and is right for any other broadcast", async () => {
    await registered(backend, {}, ({ ops }) => {
      tf.tidy(() => {
        const t = tf.tensor(x, shape);
        const dy = finite(sample(x.length, 3));
        for (const [sizes, axis] of [
          [[5], 2],
          [[7, 1], 1],
          [[3, 1, 1], 0],
          [[1, 7, 1], 1],
        ] as const) {
          const alpha = finite(
            sample(
              sizes.reduce<number>((p, n) => p * n, 1),
              4,
            ),
          );
          const slopes = tf.tensor(alpha, [...sizes]);
          const [y, [dx, dalpha]] = [
            ops.prelu(t, slopes),
            tf.grads((v, a) => ops.prelu(v!, a!))([t, slopes], tf.tensor(dy, shape)),
          ];
          const options = { shape, axis };
          expect(firstDifference(y.dataSync(), functions.prelu(x, alpha, options))).toBe(-1);
          expect(firstDifference(dx!.dataSync(), functions.prelu.grad(x, alpha, dy, options))).toBe(-1);
          expect(firstDifference(dalpha!.dataSync(), functions.prelu.gradAlpha(x, alpha, dy, options))).toBe(-1);
          expect(dalpha!.shape).toEqual([...sizes]);
        }
        const mixed = ops.prelu(tf.fill([2, 3, 2], -1), tf.tensor([1, 2, 3, 4], [2, 1, 2])).arraySync();
        expect(mixed).toEqual([
          [
            [-1, -2],
            [-1, -2],
            [-1, -2],
          ],
          [
            [-3, -4],
            [-3, -4],
            [-3, -4],
          ],
        ]);
      });
    });
  });

  test("views are right after the heap has grown", async () => {
    await registered(backend, {}, ({ ops }) => {
      tf.tidy(() => {
        const small = tf.tensor1d(x);
        expect(firstDifference(ops.gelu(small).dataSync(), functions.gelu(x))).toBe(-1);
        // 128 MiB, more than the heap has at the start.
        tf.zeros([2 ** 25]);
        expect(firstDifference(ops.gelu(small).dataSync(), functions.gelu(x))).toBe(-1);
        expect(firstDifference(ops.softmax(small).dataSync(), functions.softmax(x))).toBe(-1);
      });
    });
  });

  test("wrong arguments are refused with what to do, and leave no tensor", async () => {
    await registered(backend, {}, ({ ops }) => {
      tf.tidy(() => {
        const t = tf.ones([2, 3]);
        const { numTensors } = tf.memory();
        const integers = tf.tensor1d([1, 2], "int32");
        expect(() => ops.gelu(integers)).toThrow(
          'gelu: "x" expected a tensor of float32, got one of int32; cast it: x.toFloat()',
        );
        const words = tf.tensor1d(["a"]);
        expect(() => ops.gelu(words as never)).toThrow(/expected a tensor of float32, got one of string$/);
        words.dispose();
        const disposed = tf.ones([2]);
        disposed.dispose();
        for (const op of [ops.gelu, ops.softmax, ops.rrelu]) {
          expect(() => op(disposed)).toThrow(/"x" expected a tensor, got one that is disposed$/);
        }
        expect(() => ops.swish(t, { beta: "1" as never })).toThrow('swish: "beta"');
        expect(() => ops.swish(t, { alpha: 1 } as never)).toThrow(/swish: "options" expected only "beta"/);
        expect(() => ops.softmax(t, 2)).toThrow(
          'softmax: "axis" expected a whole number from -2 to 1 for 2 dimensions, got 2',
        );
        expect(() => ops.maxout(t, { pieces: 2 })).toThrow(/maxout: "pieces"/);
        expect(() => ops.glu(t)).toThrow(/^glu: /);
        expect(() => ops.prelu(t, [1, 2])).toThrow(
          'prelu: "alpha" expected a shape that can be broadcast to [2, 3], got [2]',
        );
        expect(() => ops.gelu({} as never)).toThrow(/gelu: "x" expected a tensor or an array of numbers/);
        integers.dispose();
        expect(tf.memory().numTensors).toBe(numTensors);
      });
    });
  });
});
