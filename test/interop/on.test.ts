import { gelu, glu, logSumExp, maxout, on, prelu, sigmoid, softmax, swish } from "lanewise";
import { describe, expect, test } from "vitest";

const data = Float32Array.from({ length: 6 }, (_, i) => i - 2);

describe("on", () => {
  test("takes shape or dims, and gives f the axis", () => {
    const want = softmax(data, { shape: [2, 3], axis: 0 });
    expect(on(softmax, { data, shape: [2, 3] }, { axis: 0 })).toEqual({ data: want, shape: [2, 3] });
    expect(on(softmax, { data, dims: [2, 3] }, { axis: 0 })).toEqual({ data: want, shape: [2, 3] });
  });

  test("takes parameters, members, f64, and arrays without a shape", () => {
    expect(on(swish, { data, shape: [6] }, { beta: 2 }).data).toEqual(swish(data, { beta: 2 }));
    expect(on(gelu.derivative, { data }).data).toEqual(gelu.derivative(data));
    const doubles = Float64Array.from(data);
    expect(on(sigmoid, { data: doubles, shape: [3, 2] })).toEqual({ data: sigmoid(doubles), shape: [3, 2] });
    expect(on(softmax, { data: data.subarray(0, 1), shape: [] })).toEqual({ data: Float32Array.of(1), shape: [] });
  });

  test("wraps the result with the shape that it has", () => {
    const wrap = (y: ArrayLike<number>, shape: readonly number[]) => `${y.length} of ${shape.join("×")}`;
    expect(on(gelu, { data, shape: [2, 3] }, { wrap })).toBe("6 of 2×3");
    expect(on(glu, { data, shape: [2, 3] }, { axis: 0, wrap })).toBe("3 of 1×3");
    expect(on(logSumExp, { data, shape: [2, 3] }, { wrap })).toBe("2 of 2");
    expect(on(maxout, { data, shape: [2, 3] }, { pieces: 3, wrap })).toBe("2 of 2×1");
  });

  test("starts at the offset, and reads as many numbers as the shape has", () => {
    expect(on(sigmoid, { data, shape: [2], offset: 3 }).data).toEqual(sigmoid(data.subarray(3, 5)));
  });

  test("takes row-major strides, any for sizes of 1, and refuses others with what to do", () => {
    expect(on(sigmoid, { data, shape: [2, 3], strides: [3, 1] }).data).toEqual(sigmoid(data));
    expect(on(sigmoid, { data, shape: [1, 6], stride: [99, 1] }).data).toEqual(sigmoid(data));
    expect(() => on(sigmoid, { data, shape: [3, 2], strides: [1, 3] })).toThrow(
      'on: "array" expected row-major order, strides [2, 1], got [1, 3]; copy the array to row-major order first, as with slice() or ascontiguousarray',
    );
    expect(() => on(sigmoid, { data, shape: [3], stride: [2] })).toThrow(RangeError);
  });

  test("takes vectors that give their numbers by toArray", () => {
    expect(on(sigmoid, { data: [{}], toArray: () => data }).shape).toEqual([6]);
  });

  test("refuses what it cannot apply or read", () => {
    expect(() => on(prelu as never, { data })).toThrow('on: "f" expected a function of one array, such as gelu');
    expect(() => on((() => data) as never, { data })).toThrow(TypeError);
    expect(() => on(gelu, undefined as never)).toThrow(/on: "array" expected an object with data and shape/);
    expect(() => on(gelu, { data: [1, 2] })).toThrow(/on: "array.data" expected a Float32Array or Float64Array/);
    expect(() => on(gelu, { data, shape: [7] })).toThrow(
      'on: "array" expected the 7 numbers of its shape, [7], got 6, from 0 on',
    );
    expect(() => on(gelu, { data }, { wrap: 1 as never })).toThrow(/on: "wrap" expected a function/);
    expect(() => on(swish, { data }, { alpha: 1 } as never)).toThrow(/swish: "options" expected only "beta"/);
  });
});
