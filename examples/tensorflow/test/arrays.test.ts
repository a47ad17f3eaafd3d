import { tableFromArrays } from "apache-arrow";
import { gelu, on, softmax } from "lanewise";
import ndarray from "ndarray";
import { array as numpyArray } from "numpy-ts";
import { Tensor } from "onnxruntime-common";
import { expect, test } from "vitest";

const data = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i) * 3);
const rows = softmax(data, { shape: [3, 4] });

test("ndarray: views of rows are taken, transposed ones are refused", () => {
  const wrap = (y: Float32Array | Float64Array, shape: readonly number[]) => ndarray(y, [...shape]);
  const y = on(softmax, ndarray(data, [3, 4]), { wrap });
  expect([y.get(2, 1), y.shape]).toEqual([rows[9], [3, 4]]);
  expect(on(gelu, ndarray(data, [3, 4]).lo(1, 0)).data).toEqual(gelu(data.subarray(4)));
  expect(() => on(gelu, ndarray(data, [3, 4]).transpose(1, 0))).toThrow(/row-major order/);
});

test("ONNX Runtime: tensors by data and dims", () => {
  const y = on(softmax, new Tensor("float32", data, [3, 4]), {
    wrap: (numbers, dims) => new Tensor("float32", numbers as Float32Array, dims),
  });
  expect([y.data, y.dims]).toEqual([rows, [3, 4]]);
});

test("numpy-ts: arrays by data, shape and strides", () => {
  const x = numpyArray([
    [0.5, -1, 2],
    [3, 4, -5],
  ]);
  const want = gelu(Float64Array.of(0.5, -1, 2, 3, 4, -5));
  expect(on(gelu, x)).toEqual({ data: want, shape: [2, 3] });
  expect(() => on(gelu, x.T)).toThrow(/row-major order/);
});

test("Apache Arrow: vectors of one part and of several", () => {
  const column = tableFromArrays({ x: data }).getChild("x")!;
  expect(on(gelu, column).data).toEqual(gelu(data));
  const twice = column.concat(column);
  expect(on(gelu, twice).data).toEqual(gelu(Float32Array.of(...data, ...data)));
});

test("transformers.js: the logits of its tensors, softmax over a vocabulary of 151,936", () => {
  const logits = Float32Array.from({ length: 151_936 }, (_, i) => Math.sin(i * 0.37) * 8);
  // The shape of its class Tensor.
  const tensor = { type: "float32", data: logits, dims: [1, 1, 151_936], size: 151_936 };
  const { data: p, shape } = on(softmax, tensor);
  expect(shape).toEqual([1, 1, 151_936]);
  expect([...p].reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
});
