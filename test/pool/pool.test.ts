import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { gelu, sigmoid } from "../../dist/index.js";
import { createPool, type Pool } from "../../dist/pool.js";
import { allCalls, plainCalls } from "../support/all-calls.js";
import { arrayOf, BYTES, mixed, uniform, viewOf } from "../support/arrays.js";
import { type ElementType, type FloatArray, TYPES } from "../support/call.js";
import { lossCalls, rowCallsOf, slopeCallsOf } from "../support/calls.js";
import { rowwise, slopes, splits } from "../support/functions.js";
import { callIn } from "../support/pool.js";
import { expectSame } from "../support/same.js";
import { rowOf, sizeOf } from "../support/shapes.js";
import { referenceOf, splitCallsOf, splitVariants } from "../support/split.js";
import { operandsOf, same, testCalls, titled } from "./calls-of-pools.js";

/** The bits of direct calls, whoever computes them. Without a threshold everything is divided. */

vi.mock("../../bindings/index.js", async () => (await import("../support/pool.js")).recorded);

/** Finite, since a row that has a NaN has NaN in every element. */
const finite = (type: ElementType, length: number, seed = 1) => uniform(type, length, 4, seed);

testCalls("shared", allCalls());
// With further parameters: pool.slow.test.ts.
testCalls("copy", plainCalls());

describe.each(["shared", "copy"] as const)("shapes, %s", (mode) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ threads: 3, threshold: 0, mode });
  });
  afterAll(() => pool.close());

  const LAYOUTS = [
    { shape: [37, 132], axis: 1 },
    { shape: [36, 700], axis: 0 },
    { shape: [4, 12, 350], axis: 1 },
    { shape: [5, 6, 7], axis: -2 },
    { shape: [6_000], axis: 0 },
    { shape: [1_200, 3], axis: 0 },
    { shape: [0, 6], axis: 1 },
  ];
  describe.each(LAYOUTS.map((layout) => [`[${layout.shape}] along ${layout.axis}`, layout] as const))(
    "%s",
    (_, layout) => {
      const n = sizeOf(layout.shape);
      const size = rowOf(layout).n;
      const { shape, axis } = layout;
      const along = { shape, axis };
      const calls = [
        ...rowwise.flatMap((f) => rowCallsOf(f, along)),
        ...slopes.flatMap((f) => [...slopeCallsOf(f, () => size, along), ...slopeCallsOf(f, () => 1, along)]),
        ...lossCalls(along, (n) => n / size),
      ];
      test.each(titled(calls))("%s", async (_, call) => {
        await Promise.all(TYPES.map((type) => same(pool, call, operandsOf(call, type, n, finite))));
      });

      const divided = splits
        .flatMap((f) => splitVariants(f).map((options) => ({ ...referenceOf(f, options), f, options })))
        .filter(({ taken }) => size % taken === 0);
      test.each(divided.map((each) => [`${each.f.spec.name} ${each.taken}`, each] as const))("%s", async (_, each) => {
        for (const type of TYPES) {
          const [value, grad] = splitCallsOf(each.f, each.options);
          const x = mixed(type, n, 1);
          await same(pool, value!, [x], along);
          await same(pool, grad!, [x, mixed(type, (n / each.taken) * each.made, 2)], along);
        }
      });
    },
  );

  test.each([1, 2, 5])("with %i threads", async (threads) => {
    await using pool = await createPool({ threads, threshold: 0, mode });
    await Promise.all(plainCalls().map((call) => same(pool, call, operandsOf(call, "f32", 701))));
  });

  test("more partitions than transfer buffers, and a larger one", async () => {
    const x = mixed("f32", 3_000_001);
    expectSame(await pool.run(gelu, x as Float32Array), gelu(x));
    const out = new Float64Array(2_000_000);
    expect(await pool.run(sigmoid, out, { out })).toBe(out);
    expect(out.every((y) => y === 0.5)).toBe(true);
  });
});

describe("arrays anywhere", () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ threads: 2, threshold: 0 });
  });
  afterAll(() => pool.close());

  const N = 1_500;
  const shared = (type: ElementType, source: FloatArray) => {
    const copy = viewOf(type, new SharedArrayBuffer(source.byteLength + 24), 16, source.length);
    copy.set(source);
    return copy;
  };

  test.each(titled(plainCalls()))("%s", async (_, call) => {
    using ws = pool.workspace({ bytes: 2 ** 18 });
    for (const type of TYPES) {
      const inside = (source: FloatArray) => (type === "f32" ? ws.float32(source) : ws.float64(source));
      const operands = operandsOf(call, type, N);
      const out = arrayOf(type, call.lengths(N).out).fill(7);
      const want = call.run(operands);
      const places: readonly [(source: FloatArray) => FloatArray, (source: FloatArray) => FloatArray][] = [
        [inside, inside],
        [shared.bind(null, type), shared.bind(null, type)],
        [inside, (source) => source.slice()],
        [(source) => source.slice(), inside],
        [(source) => source, shared.bind(null, type)],
      ];
      for (const [place, placeOut] of places) {
        const target = placeOut(out);
        const got = await callIn(pool, call, operands.map(place), call.returnsNumber ? {} : { out: target });
        expectSame(got, want);
        if (!call.returnsNumber) expect(got.buffer).toBe(target.buffer);
      }
    }
  });

  const inPlace = plainCalls().filter((call) => {
    const { operands, out } = call.lengths(N);
    return !call.returnsNumber && operands[0] === out;
  });
  test.each(titled(inPlace))("%s, in place", async (_, call) => {
    using ws = pool.workspace({ bytes: 2 ** 16 });
    const operands = operandsOf(call, "f32", N);
    const want = call.run(operands.map((operand) => operand.slice()));
    const placed = operands.map((operand) => ws.float32(operand));
    expectSame(await callIn(pool, call, placed, { out: placed[0] }), want);
    const [x, ...others] = operands;
    expectSame(await callIn(pool, call, [x!, ...others], { out: x }), want);
  });

  test("nothing around an output is written", async () => {
    for (const memory of [new ArrayBuffer(40_000), new SharedArrayBuffer(40_000)]) {
      const bytes = new Uint8Array(memory).fill(0xa5);
      const out = viewOf("f32", memory, 1_000, 9_001);
      await pool.run(gelu, mixed("f32", 9_001), { out });
      const guards = [...bytes.subarray(0, 1_000), ...bytes.subarray(1_000 + 9_001 * BYTES.f32)];
      expect(guards.every((byte) => byte === 0xa5)).toBe(true);
    }
  });

  test("direct calls work on arrays of a pool's Workspace, too, while threads do", async () => {
    using ws = pool.workspace({ bytes: 2 ** 22 });
    const x = ws.float32(mixed("f32", 200_000));
    const [y, z] = [ws.float32(x.length), ws.float32(x.length)];
    const running = pool.run(gelu.derivative, x, { out: y });
    for (let i = 0; i < 20; i++) gelu.derivative(x, { out: z });
    await running;
    expectSame(y, gelu.derivative(x.slice()));
    expectSame(z, y);
  });
});
