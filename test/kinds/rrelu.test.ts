import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { leakyRelu, rrelu } from "../../bindings/index.js";
import { prelu as exact } from "../reference/index.js";
import { slopeAt } from "../reference/random.js";
import { arrayOf, BLOCK, mixed, uniform, viewOf } from "../support/arrays.js";
import { type FloatArray, TYPES } from "../support/call.js";
import { inWorkspace } from "../support/places.js";
import { expectSame } from "../support/same.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

const SETTINGS = [
  { seed: 0, lower: 1 / 8, upper: 1 / 3 },
  { seed: 1, lower: -1, upper: 1 },
  { seed: 2 ** 32 - 1, lower: 0, upper: 1e-3 },
  { seed: 77, lower: 0.25, upper: 0.25 },
] as const;

/** So many slopes of a seed in [0, 1). */
function units(type: "f32" | "f64", seed: number, n: number): Float32Array {
  return rrelu.slopes(arrayOf(type, n) as Float32Array, { training: true, seed, lower: 0, upper: 1 });
}

describe.each(TYPES)("%s", (type) => {
  const long = 2 * BLOCK[type] + 7;

  test.each(SETTINGS)("slopes follow the definition, staged and in a Workspace: %o", (settings) => {
    const options = { ...settings, training: true };
    const x = mixed(type, long) as Float32Array;
    const slopes = rrelu.slopes(x, options);
    const want = x.map((_, i) => slopeAt(type, settings.seed, i, settings.lower, settings.upper));
    expectSame(slopes, want);
    inWorkspace([x], type, ([placed]) =>
      expectSame(rrelu.slopes(placed as Float32Array, { ...options, out: placed as Float32Array }), want),
    );
    for (const n of [0, 1, 2, 3, 4, 5, 63]) expectSame(rrelu.slopes(x.subarray(0, n), options), want.subarray(0, n));
  });

  test.each(SETTINGS)("value and gradient take the slope where x ≤ 0: %o", (settings) => {
    for (const training of [true, false]) {
      const options = { ...settings, training };
      const x = mixed(type, long, 2) as Float32Array;
      const dy = uniform(type, long, 2, 3) as Float32Array;
      const slopes = rrelu.slopes(x, options);
      const y = rrelu(x, options);
      const dx = rrelu.grad(x, dy, options);
      // The reference does not keep the sign of −0.
      const bare = (values: ArrayLike<number>) => arrayOf(type, values).map((v) => v + 0);
      expectSame(bare(y), bare(Array.from(x, (v, i) => exact.f(v, slopes[i]!))));
      expectSame(bare(dx), bare(Array.from(x, (v, i) => dy[i]! * exact.dx(v, slopes[i]!))));
      inWorkspace([x, dy], type, (placed) => {
        const [a, b] = placed as Float32Array[];
        expectSame(rrelu.grad(a!, b!, { ...options, out: b! }), dx);
        expectSame(rrelu(a!, { ...options, out: a! }), y);
      });
      expectSame(rrelu.grad(x, dy, { ...options, out: dy }), dx);
      expectSame(rrelu(x, { ...options, out: x }), y);
    }
  });

  test.each([0, 1, BLOCK[type] - 3, 2 ** 32 - 5, 2 ** 40 + 1])(
    "from offset %d on, staged and in a Workspace",
    (offset) => {
      const options = { training: true, seed: 5, lower: -1, upper: 1, offset };
      const x = mixed(type, BLOCK[type] + 9, 4) as Float32Array;
      const dy = uniform(type, x.length, 4, 5) as Float32Array;
      const slopes = x.map((_, i) => slopeAt(type, 5, offset + i, -1, 1));
      expectSame(rrelu.slopes(x, options), slopes);
      const y = x.map((v, i) => exact.f(v, slopes[i]!));
      const dx = dy.map((g, i) => g * exact.dx(x[i]!, slopes[i]!));
      const bare = (values: Float32Array) => values.map((v) => v + 0);
      expectSame(bare(rrelu(x, options)), bare(y));
      expectSame(bare(rrelu.grad(x, dy, options)), bare(dx));
      inWorkspace([x, dy], type, (placed) => {
        const [a, b] = placed as Float32Array[];
        expectSame(bare(rrelu.grad(a!, b!, { ...options, out: b! })), bare(dx));
        expectSame(bare(rrelu(a!, { ...options, out: a! })), bare(y));
      });
    },
  );

  test("without training all slopes are the middle", () => {
    const x = mixed(type, 100) as Float32Array;
    expectSame(rrelu(x), leakyRelu(x, { negativeSlope: (1 / 8 + 1 / 3) / 2 }));
    expectSame(rrelu(x, { lower: -1, upper: 2, seed: 5 }), leakyRelu(x, { negativeSlope: 0.5 }));
    expectSame(
      rrelu.slopes(x, { lower: -1, upper: 2 }),
      x.map(() => 0.5),
    );
  });

  test("a slope of 0 turns ±∞ off; NaN is NaN", () => {
    const make = (values: readonly number[]) =>
      arrayOf(type, [...values, ...values, ...values, ...values, ...values]) as Float32Array;
    const options = { training: true, lower: 0, upper: 0 };
    const x = make([-INF, -2, 0, 2, INF, NAN]);
    expectSame(
      rrelu(x, options).map((v) => v + 0),
      make([0, 0, 0, 2, INF, NAN]),
    );
    expectSame(
      rrelu.grad(x, make([INF, -INF, INF, INF, 3, 1]), options).map((v) => v + 0),
      make([0, 0, 0, INF, 3, NAN]),
    );
  });

  test("slopes never reach upper, and never leave the range", () => {
    const next = type === "f32" ? 2 ** -23 : 2 ** -52;
    // So narrow that most sums round to one end or the other.
    for (const [lower, upper] of [
      [1, 1 + next],
      [1, 1 + 3 * next],
      [-1 - 2 * next, -1],
      [-1, 0],
      [0, 2 ** -149],
      [1e30, 1.1e30],
    ] as const) {
      const slopes = rrelu.slopes(arrayOf(type, 50_000) as Float32Array, { training: true, lower, upper });
      const [least, most] = arrayOf(type, [lower, upper]);
      expect(slopes.every((slope) => slope >= least! && slope < most!)).toBe(true);
    }
  });

  test("an index from 2³² on counts whole", () => {
    const kernels = instance();
    const [low, high] = [2 ** 32 - 5, 3];
    const at = 64;
    kernels[`rrelu_slopes_${type}`]!(at, 5, low, high, 9, 0, 1);
    const got = viewOf(type, kernels.memory.buffer, at, 5);
    expectSame(
      got,
      got.map((_, i) => slopeAt(type, 9, high * 2 ** 32 + low + i, 0, 1)),
    );
    kernels[`rrelu_slopes_${type}`]!(at, 5, low, 0, 9, 0, 1);
    expectSame(
      got,
      got.map((_, i) => slopeAt(type, 9, low + i, 0, 1)),
    );
  });

  describe("slopes are as good as random", () => {
    const N = 2 ** 18;
    const seeds = [0, 1, 2, 12_345, 2 ** 31, 2 ** 32 - 1];
    const samples = seeds.map((seed) => units(type, seed, N));

    /** How far a sum of n terms may be from what is expected: five standard deviations. */
    const LIMIT = 5;

    test("mean and variance", () => {
      for (const u of samples) {
        const mean = u.reduce((sum, v) => sum + v, 0) / N;
        const variance = u.reduce((sum, v) => sum + (v - 0.5) ** 2, 0) / N;
        expect(Math.abs(mean - 0.5)).toBeLessThan(LIMIT * Math.sqrt(1 / 12 / N));
        expect(Math.abs(variance - 1 / 12)).toBeLessThan(LIMIT * Math.sqrt(1 / 180 / N));
      }
    });

    /** Sum of squares over equally likely bins, in standard deviations from its mean. */
    const surprise = (bins: Float64Array, n: number) => {
      const expected = n / bins.length;
      const chi = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      const degrees = bins.length - 1;
      return (chi - degrees) / Math.sqrt(2 * degrees);
    };

    test("high and low digits are evenly spread, alone and in pairs of neighbours", () => {
      const digits = type === "f32" ? 23 : 52;
      for (const u of samples) {
        const high = new Float64Array(256);
        const low = new Float64Array(256);
        const pairs = new Float64Array(1_024);
        for (let i = 0; i < N; i++) {
          high[Math.floor(u[i]! * 256)]!++;
          low[(u[i]! * 2 ** digits) % 256]!++;
          if (i % 2 === 1) pairs[Math.floor(u[i]! * 32) * 32 + Math.floor(u[i - 1]! * 32)]!++;
        }
        expect(Math.abs(surprise(high, N))).toBeLessThan(LIMIT);
        expect(Math.abs(surprise(low, N))).toBeLessThan(LIMIT);
        expect(Math.abs(surprise(pairs, N / 2))).toBeLessThan(LIMIT);
      }
    });

    /** Of uniform numbers, in standard deviations from 0. */
    const correlation = (a: FloatArray, b: FloatArray, lag = 0) => {
      let sum = 0;
      for (let i = 0; i + lag < N; i++) sum += (a[i]! - 0.5) * (b[i + lag]! - 0.5);
      return (sum * 12) / Math.sqrt(N - lag);
    };

    test("neighbouring indices have nothing to do with each other", () => {
      for (const u of samples) {
        for (const lag of [1, 2, 3, 4, 5, 8, 16, 256, 65_536]) {
          expect(Math.abs(correlation(u, u, lag))).toBeLessThan(LIMIT);
        }
      }
    });

    test("nor have seeds", () => {
      for (const [k, u] of samples.entries()) {
        for (const v of samples.slice(k + 1)) {
          for (const lag of [0, 1, 2]) expect(Math.abs(correlation(u, v, lag))).toBeLessThan(LIMIT);
          expect(u.filter((value, i) => value === v[i]).length).toBeLessThan(8);
        }
      }
    });
  });
});

test("the range holds for the parameters rounded to the element type", () => {
  const slopes = rrelu.slopes(new Float32Array(1_000), { training: true, lower: 0.1, upper: 0.1 + 1e-12 });
  expect(slopes.every((slope) => slope === Math.fround(0.1))).toBe(true);
});

describe("refuses", () => {
  const x = new Float32Array(4);

  test.each<[object, ErrorConstructor, string]>([
    [{ training: 1 }, TypeError, '"training" expected a boolean, got 1'],
    [{ training: null }, TypeError, '"training" expected a boolean, got null'],
    [{ seed: -1 }, RangeError, '"seed" expected a whole number from 0 to 2³² − 1, got -1'],
    [{ seed: 0.5 }, RangeError, '"seed" expected a whole number from 0 to 2³² − 1, got 0.5'],
    [{ seed: 2 ** 32 }, RangeError, '"seed" expected a whole number from 0 to 2³² − 1, got 4294967296'],
    [{ seed: "1" }, TypeError, '"seed" expected a whole number from 0 to 2³² − 1, got "1"'],
    [{ offset: -1 }, RangeError, '"offset" expected a whole number from 0 to 2⁵², got -1'],
    [{ offset: 2 ** 53 }, RangeError, '"offset" expected a whole number from 0 to 2⁵², got 9007199254740992'],
    [{ offset: null }, TypeError, '"offset" expected a whole number from 0 to 2⁵², got null'],
    [{ lower: INF }, RangeError, '"lower" expected a finite number, got Infinity'],
    [{ upper: NAN }, RangeError, '"upper" expected a finite number, got NaN'],
    [{ lower: 0.5 }, RangeError, `"upper" expected a number ≥ lower, got lower 0.5, upper ${1 / 3}`],
    [{ slope: 0.5 }, TypeError, '"options" expected only "seed", "lower", "upper", "offset", "training", '],
  ])("%o", (options, kind, message) => {
    const calls: readonly (readonly [string, () => unknown])[] = [
      ["rrelu", () => rrelu(x, options)],
      ["rrelu.grad", () => rrelu.grad(x, x, options)],
      ["rrelu.slopes", () => rrelu.slopes(x, options)],
    ];
    for (const [name, action] of calls) {
      expect(action).toThrow(kind);
      expect(action).toThrow(`${name}: ${message}`);
    }
  });
});

type Kernels = Record<string, (...numbers: number[]) => void> & { readonly memory: WebAssembly.Memory };

/** The kernels over a memory of their own: no array is long enough. */
function instance(): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(readFileSync(new URL("../../build/lanewise.wasm", import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...exports, memory } as unknown as Kernels;
}
