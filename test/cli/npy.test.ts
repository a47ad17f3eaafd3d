import { describe, expect, test } from "vitest";
import { Failure } from "../../cli/core/failure.js";
import { formatNpy, isNpy, parseNpy } from "../../cli/io/npy.js";
import { withHeader } from "../support/cli.js";

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

/** Written by NumPy 2.4 with numpy.lib.format.write_array(file, array, version). */
const NUMPY = {
  v1: "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAQAAAQEAAAAC/AACAf8IWAQA=",
  v2: "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAAAAAAAABAAAAAAAAACEAAAAAAAADgvwAAAAAAAPB/AAAAACBsoTc=",
  v3: "k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IFRydWUsICdzaGFwZSc6ICgyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAvwAAAEAAAIB/AABAQMIWAQA=",
  oneDimension:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4Pw==",
};

const VALUES = [1, 2, 3, -0.5, Number.POSITIVE_INFINITY, Math.fround(1e-40)];

describe("reads what NumPy writes", () => {
  test("version 1, f4", () => {
    const { data, shape, fortranOrder } = parseNpy(bytes(NUMPY.v1));
    expect(data).toEqual(Float32Array.from(VALUES));
    expect({ shape, fortranOrder }).toEqual({ shape: [2, 3], fortranOrder: false });
  });

  test("version 2, f8", () => {
    const { data, shape } = parseNpy(bytes(NUMPY.v2));
    expect(data).toEqual(Float64Array.from(VALUES));
    expect(shape).toEqual([2, 3]);
  });

  test("version 3, Fortran order", () => {
    const { data, fortranOrder } = parseNpy(bytes(NUMPY.v3));
    expect(data).toEqual(Float32Array.from([0, 3, 1, 4, 2, 5], (i) => VALUES[i]!));
    expect(fortranOrder).toBe(true);
  });

  test("from the middle of a buffer, at an odd address", () => {
    const source = bytes(NUMPY.v2);
    const moved = new Uint8Array(source.length + 3).subarray(3);
    moved.set(source);
    expect(parseNpy(moved)).toEqual(parseNpy(source));
  });
});

describe("writes what NumPy writes", () => {
  test.each(["v1", "oneDimension"] as const)("%s, byte for byte", (name) => {
    const file = bytes(NUMPY[name]);
    expect(Buffer.from(formatNpy(parseNpy(file))).toString("latin1")).toBe(Buffer.from(file).toString("latin1"));
  });

  test.each([
    { shape: [], length: 1 },
    { shape: [0, 3], length: 0 },
    { shape: Array.from({ length: 40 }, () => 1), length: 1 },
  ])("shape $shape comes back", ({ shape, length }) => {
    const array = { data: new Float64Array(length).fill(0.1), shape, fortranOrder: false };
    expect(parseNpy(formatNpy(array))).toEqual(array);
    // Elements of one row have the same order either way: NumPy calls that C.
    expect(parseNpy(formatNpy({ ...array, fortranOrder: true }))).toEqual(array);
  });
});

describe("refuses", () => {
  test("every file cut short", () => {
    for (const name of ["v1", "v2", "v3"] as const) {
      const file = bytes(NUMPY[name]);
      for (let length = 0; length < file.length; length++) {
        expect(() => parseNpy(file.subarray(0, length)), `${name}, ${length} bytes`).toThrow(Failure);
      }
    }
  });

  test.each([
    ["a longer file", () => Buffer.concat([bytes(NUMPY.v1), Buffer.alloc(4)]), /more data than one array/],
    ["something else", () => Buffer.from("1, 2, 3"), /not an \.npy file/],
    ["version 4", () => Buffer.from(bytes(NUMPY.v1)).fill(4, 6, 7), /version 4\.0 is not known/],
    ["version 1.1", () => Buffer.from(bytes(NUMPY.v1)).fill(1, 7, 8), /version 1\.1 is not known/],
    [
      "complex numbers",
      () => withHeader("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }\n", 8),
      /dtype <c8 is not supported: .*astype/,
    ],
    [
      "structures",
      () => withHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n", 4),
      /dtype with fields is not supported/,
    ],
    ["a header without a shape", () => withHeader("{'descr': '<f4', 'fortran_order': False}\n", 4), /header is broken/],
  ])("%s", (_, file, message) => {
    expect(() => parseNpy(file())).toThrow(message);
    expect(() => parseNpy(file())).toThrow(Failure);
  });
});

test("tells .npy files from others", () => {
  expect(isNpy(bytes(NUMPY.v1))).toBe(true);
  expect(isNpy(Buffer.from("NUMPY"))).toBe(false);
  expect(isNpy(new Uint8Array(0))).toBe(false);
});
