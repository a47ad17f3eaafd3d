import { describe, expect, test } from "vitest";
import { fromBfloat16, fromHalf, toBfloat16, toHalf } from "../../bindings/half.js";

/** Halves have their exhaustive tests with the command line, which reads and writes them: test/cli/types.test.ts. */

const ALL = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

describe("bfloat16", () => {
  const values = fromBfloat16(ALL);

  test("is the upper half of an f32", () => {
    const want = new Float32Array(Uint32Array.from(ALL, (bits) => bits * 2 ** 16).buffer);
    expect(values.findIndex((value, i) => !Object.is(value, want[i]))).toBe(-1);
  });

  test("is written as it was; NaN stays NaN", () => {
    const again = toBfloat16(values);
    const wrong = ALL.findIndex((bits, i) => (Number.isNaN(values[i]) ? !isNaN16(again[i]!) : again[i] !== bits));
    expect(wrong).toBe(-1);
  });

  test("is the nearest to a float, ties to even, at every boundary", () => {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    const round = (value: number) => {
      bits[0] = value;
      return toBfloat16(float)[0];
    };
    const wrong: number[] = [];
    for (let upper = 0; upper < 0x7f80; upper++) {
      const middle = upper * 2 ** 16 + 0x8000;
      for (const sign of [0, 2 ** 31]) {
        const of = (half: number) => half + sign / 2 ** 16;
        const even = upper % 2 === 0 ? upper : upper + 1;
        if (round(sign + middle - 1) !== of(upper)) wrong.push(upper);
        if (round(sign + middle) !== of(even)) wrong.push(upper);
        if (round(sign + middle + 1) !== of(upper + 1)) wrong.push(upper);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("of a NaN whose upper payload is empty is NaN", () => {
    const hidden = new Float32Array(Uint32Array.of(0x7f80_0001).buffer);
    expect(isNaN16(toBfloat16(hidden)[0]!)).toBe(true);
  });
});

describe("every conversion", () => {
  const x = Float32Array.of(1, -2);

  test("writes to out, and returns it", () => {
    const out = new Uint16Array(2);
    expect(toHalf(x, { out })).toBe(out);
    expect([...out]).toEqual([0x3c00, 0xc000]);
    const floats = new Float32Array(2);
    expect(fromHalf(out, { out: floats })).toBe(floats);
    expect(floats).toEqual(x);
  });

  test("takes views of shared memory", () => {
    const shared = new Float32Array(new SharedArrayBuffer(16), 4, 2);
    shared.set(x);
    expect([...toBfloat16(shared)]).toEqual([0x3f80, 0xc000]);
  });

  test.each([
    ["no float array", () => toHalf([1] as never), 'toHalf: "x" expected a Float32Array, got an Array of length 1'],
    [
      "doubles, which would be rounded twice",
      () => toHalf(new Float64Array(1) as never),
      'toHalf: "x" expected a Float32Array, got a Float64Array of length 1',
    ],
    [
      "another length",
      () => toBfloat16(x, { out: new Uint16Array(3) }),
      'toBfloat16: "out" expected a Uint16Array of length 2, got length 3',
    ],
    [
      "an out of another kind",
      () => fromHalf(new Uint16Array(1), { out: new Float64Array(1) as never }),
      'fromHalf: "out" expected a Float32Array, got a Float64Array of length 1',
    ],
    [
      "memory of the source",
      () => fromBfloat16(new Uint16Array(x.buffer, 0, 2), { out: x }),
      'fromBfloat16: "out" expected other memory than the source, got some of it; pass another array',
    ],
    ["an unknown option", () => toHalf(x, { into: x } as never), 'toHalf: "options" expected only "out", got "into"'],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

function isNaN16(bits: number): boolean {
  return (bits & 0x7f80) === 0x7f80 && (bits & 0x7f) !== 0;
}
