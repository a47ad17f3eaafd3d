import * as library from "lanewise";
import { fromHalf, toHalf } from "lanewise/half";
import { describe, expect, test } from "vitest";
import { storedAs } from "../../cli/io/element-types.js";
import { expectTrue } from "../support/bounds.js";
import { bytesOf, folder, lanewise, withHeader } from "../support/cli.js";
import { expectSame } from "../support/same.js";

/** Elements that are not floats of this machine: converted on their way, each rounded once. */

const { at, write, load } = folder();

/** The value of a half, by its definition. */
function numberOf(half: number): number {
  const [sign, exponent, fraction] = [half >> 15, (half >> 10) & 31, half & 1023];
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  const value = exponent < 31 ? size : fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  return sign ? -value : value;
}

const HALVES = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half);
const VALUES = Array.from(HALVES, numberOf);

describe("halves", () => {
  test("are read exactly, all of them, and written as they were", () => {
    const floats = fromHalf(HALVES);
    expectSame(floats, VALUES);
    const again = toHalf(floats);
    expect(again.findIndex((half, i) => half !== HALVES[i] && !Number.isNaN(VALUES[i]!))).toBe(-1);
    expect(again.every((half, i) => Number.isNaN(numberOf(half)) === Number.isNaN(VALUES[i]!))).toBe(true);
  });

  test("NaN keeps the upper bits of its payload; with none of them set, it is NaN all the same", () => {
    const floats = new Float32Array(Uint32Array.of(0x7f80_0001, 0x7f80_1fff, 0x7fc0_0000, 0xffab_e000).buffer);
    const halves = toHalf(floats);
    expect([...halves]).toEqual([0x7c01, 0x7c01, 0x7e00, 0xfd5f]);
  });

  test("are the nearest to a float, ties to even, at every boundary", () => {
    const finite = Array.from({ length: 0x7c00 }, (_, half) => half);
    const round = (value: number) => toHalf(Float32Array.of(value))[0]!;
    const [bits, float] = [new Uint32Array(1), new Float32Array(1)];
    const next = (value: number, by: number) => {
      float[0] = value;
      bits.set(new Uint32Array(float.buffer));
      bits[0]! += by;
      return new Float32Array(bits.buffer)[0]!;
    };
    for (const half of finite) {
      const above = half === 0x7bff ? 65_536 : VALUES[half + 1]!;
      // Exact in f32.
      const middle = (VALUES[half]! + above) / 2;
      const even = half % 2 === 0 ? half : half + 1;
      for (const sign of [1, -1]) {
        const of = (half: number) => half | (sign < 0 ? 0x8000 : 0);
        const got = [next(middle, -1), middle, next(middle, 1)].map((value) => round(sign * value));
        const want = [half, even, half + 1].map(of);
        expectTrue(`${got}` === `${want}`, () => `around ${sign * middle}: ${got} for ${want}`);
      }
    }
    expect([1e30, Number.POSITIVE_INFINITY].map(round)).toEqual([0x7c00, 0x7c00]);
  });
});

describe("files of other types", () => {
  const SAMPLES = {
    b1: [new Uint8Array([0, 1, 2, 255]), [0, 1, 1, 1]],
    i1: [Int8Array.of(-128, -1, 0, 127), undefined],
    u1: [Uint8Array.of(0, 1, 255), undefined],
    i2: [Int16Array.of(-32_768, -1, 32_767), undefined],
    u2: [Uint16Array.of(0, 1, 65_535), undefined],
    i4: [Int32Array.of(-(2 ** 31), -1, 2 ** 31 - 1, 2 ** 24 + 1), undefined],
    u4: [Uint32Array.of(0, 1, 2 ** 32 - 1), undefined],
    i8: [BigInt64Array.of(-(2n ** 63n), -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 62n - 1n), undefined],
    u8: [BigUint64Array.of(0n, 2n ** 64n - 1n, 2n ** 53n + 3n), undefined],
    f2: [HALVES, VALUES],
    f4: [Float32Array.of(-0, 1.5, 3e38, Number.NaN), undefined],
    f8: [Float64Array.of(-0, 0.1, 1e300, Number.NEGATIVE_INFINITY), undefined],
  } as const;
  const DEFAULTS = {
    b1: "f32",
    i1: "f32",
    u1: "f32",
    i2: "f32",
    u2: "f32",
    i4: "f64",
    u4: "f64",
    i8: "f64",
    u8: "f64",
  };

  test.each(Object.entries(SAMPLES))("%s, in both orders of bytes", async (kind, [array, values]) => {
    const numbers = values ?? Array.from(array as ArrayLike<number | bigint>, Number);
    for (const order of ["<", ">"]) {
      const bytes = Buffer.from(new Uint8Array(array.buffer).slice());
      if (order === ">" && bytes.length / array.length === 2) bytes.swap16();
      if (order === ">" && bytes.length / array.length === 4) bytes.swap32();
      if (order === ">" && bytes.length / array.length === 8) bytes.swap64();
      const header = `{'descr': '${order}${kind}', 'fortran_order': False, 'shape': (${array.length},)}\n`;
      const path = write("in.npy", withHeader(header, bytes));
      expect(
        await lanewise(["apply", "identity", path, at("f64.npy"), "--dtype=float64", "--overwrite"]),
      ).toMatchObject({ code: 0 });
      expectSame(load("f64.npy").data, Float64Array.from(numbers));
      const type = (DEFAULTS as Record<string, string>)[kind] ?? `f${Number(kind[1]) * 8}`;
      const { stdout } = await lanewise(["apply", "relu", path, at("out.npy"), "--json", "--overwrite"]);
      expect(JSON.parse(stdout)).toMatchObject({ type, inputShape: [array.length] });
      const results =
        type === "f64" ? library.relu(Float64Array.from(numbers)) : library.relu(Float32Array.from(numbers));
      expectSame(load("out.npy").data, results);
    }
  });

  test("64-bit integers are rounded to f32 once: not to f64 before", async () => {
    // Halfway between two floats, plus or minus one: f64 cannot tell them apart.
    const integers = [2n ** 60n + 2n ** 36n, 2n ** 60n + 3n * 2n ** 36n].flatMap((middle) => [
      middle - 1n,
      middle,
      middle + 1n,
    ]);
    const all = BigInt64Array.from(integers.flatMap((value) => [value, -value]));
    const header = `{'descr': '<i8', 'fortran_order': False, 'shape': (${all.length},)}\n`;
    const path = write("i8.npy", withHeader(header, new Uint8Array(all.buffer)));
    await lanewise(["apply", "identity", path, at("f32.npy"), "--dtype=f32"]);
    // A float of this size is a multiple of 2³⁷.
    const nearest = (value: bigint): number => {
      const size = value < 0n ? -value : value;
      const below = size >> 37n;
      const rest = size - (below << 37n);
      const up = rest > 2n ** 36n || (rest === 2n ** 36n && below % 2n === 1n);
      return Number((up ? below + 1n : below) << 37n) * (value < 0n ? -1 : 1);
    };
    expectSame(load("f32.npy").data, Array.from(all, nearest));
  });

  test("f16 through stdin and stdout is computed in f32", async () => {
    const { code, bytes } = await lanewise(["apply", "gelu", "-", "-", "--dtype=half"], new Uint8Array(HALVES.buffer));
    expect(code).toBe(0);
    const want = toHalf(library.gelu(Float32Array.from(VALUES)));
    expectSame(fromHalf(new Uint16Array(new Uint8Array(bytes).buffer)), fromHalf(want));
  });

  test("by every name that NumPy has for them, and by no other", () => {
    const descriptions = (names: string) => names.split(" ").map((name) => storedAs(name)?.description);
    expect(descriptions("<f4 >f4 =f4 |f4 f4 f f04 float32 single")).toEqual([
      "<f4",
      ">f4",
      ..."<f4 ".repeat(7).trim().split(" "),
    ]);
    expect(descriptions("|u1 >u1 ? b1 >b1 bool bool_ int8 B e <d uint64 Q")).toEqual(
      "|u1 |u1 |b1 |b1 |b1 |b1 |b1 |i1 |u1 <f2 <f8 <u8 <u8".split(" "),
    );
    expect(descriptions("<float32 F4 f3 f16 b2 c8 O S4 U1 V8 M8 m8 <bool f4f4 4f f+5 constructor __proto__")).toEqual(
      Array(18).fill(undefined),
    );
  });
});

test("one-dimensional Fortran order is C order", async () => {
  const header = "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 4, 1)}\n";
  const data = Float32Array.of(1, 2, 3, 4);
  const path = write("flat.npy", withHeader(header, bytesOf(data)));
  expect(await lanewise(["apply", "softmax", path, at("flat-out.npy"), "--axis=1"])).toMatchObject({ code: 0 });
  expect(load("flat-out.npy")).toEqual({ data: library.softmax(data), shape: [1, 4, 1], fortranOrder: false });
});

test("infinite parameters are strings in JSON", async () => {
  const path = write("i.npy", withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (0,)}\n", 0));
  const { stdout } = await lanewise(["apply", "relu", path, at("i-out.npy"), "--json", "--max-value=Infinity"]);
  expect(JSON.parse(stdout).parameters).toEqual({ maxValue: "Infinity" });
});
