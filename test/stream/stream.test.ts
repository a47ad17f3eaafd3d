import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { logSumExp, prelu, rrelu } from "../../bindings/index.js";
import { activationStream } from "../../bindings/stream.js";
import { bytesOf, mixed, uniform, viewOf } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { type FloatArray, type Options, TYPES } from "../support/call.js";
import { elementwise, requiredBy, rowwise, splits, variants } from "../support/functions.js";
import { expectSame } from "../support/same.js";
import { splitVariants } from "../support/split.js";
import { cutAt, joined, through } from "../support/streams.js";

type Unary = (x: FloatArray, options?: Options) => FloatArray;

/** `activationStream` for any function in a loop. */
const streamOf = activationStream as unknown as (
  op: Unary,
  options?: object,
) => TransformStream<FloatArray | Uint8Array, FloatArray | Uint8Array>;

/** One way to use a stream. */
interface Case {
  readonly title: string;
  readonly op: Unary;
  readonly options: Options;
  /** Elements of an item. */
  readonly size: number;
}

const slopes = new Map(TYPES.map((type) => [type, uniform(type, 6, 1, 9)]));
const sloped: Unary = (x, options) => prelu(x, slopes.get(x instanceof Float32Array ? "f32" : "f64")!, options);

const cases: readonly Case[] = [
  ...elementwise.flatMap((op) => [
    ...variants(op).map((options) => ({ title: op.spec.name, op, options, size: 1 })),
    { title: `${op.spec.name}.derivative`, op: op.derivative, options: requiredBy(op), size: 1 },
  ]),
  ...([rrelu, rrelu.slopes] as Unary[]).flatMap((op, i) =>
    [{}, { training: true, seed: 3 }, { training: true, offset: 2 ** 32 - 70 }].map((options) => ({
      title: ["rrelu", "rrelu.slopes"][i]!,
      op,
      options,
      size: 1,
    })),
  ),
  ...[...rowwise, logSumExp as Unary & { spec: { name: string } }].flatMap((op) => [
    { title: op.spec.name, op, options: { shape: [6] }, size: 6 },
    { title: op.spec.name, op, options: { shape: [3, 2], axis: 0 }, size: 6 },
    { title: op.spec.name, op, options: { shape: [3, 2], axis: -2 }, size: 6 },
    { title: op.spec.name, op, options: { shape: [1] }, size: 1 },
  ]),
  ...splits.flatMap((op) =>
    splitVariants(op).flatMap((options) => [
      { title: op.spec.name, op, options: { ...options, shape: [6] }, size: 6 },
      { title: op.spec.name, op, options: { ...options, shape: [6, 2], axis: 0 }, size: 12 },
    ]),
  ),
  { title: "prelu", op: sloped, options: { shape: [6] }, size: 6 },
  { title: "prelu", op: sloped, options: { shape: [6, 2], axis: 0 }, size: 12 },
];

const titled = cases.map((each) => [`${each.title} ${JSON.stringify(each.options)}`, each] as const);

describe.each(TYPES)("%s: the bits of the direct call, however the stream is cut", (type) => {
  test.each(titled)("%s", async (_, { op, options, size }) => {
    const items = 12;
    const x = mixed(type, items * size, 5);
    const { shape, axis } = options as { shape?: number[]; axis?: number };
    const whole = { ...options, ...(shape && { shape: [items, ...shape] }) };
    const want = bytesOf(op(x, axis === undefined || axis < 0 ? whole : { ...whole, axis: axis + 1 }));
    const before = bytesOf(x.slice());

    const cuts = fc.array(fc.nat(x.byteLength), { maxLength: 12 });
    const property = fc.asyncProperty(cuts, fc.boolean(), fc.nat(9), async (where, inBytes, skip) => {
      // In the middle of a buffer, where values need not be aligned.
      const held = new Uint8Array(skip + x.byteLength);
      held.set(before, skip);
      const chunks = inBytes ? cutAt(held.subarray(skip), where) : cutAt<FloatArray>(x, where);
      const got = await through(streamOf(op, inBytes ? { ...options, type } : options), chunks);
      const kind = inBytes ? Uint8Array : x.constructor;
      expectTrue(
        got.every((chunk) => chunk.constructor === kind),
        () => `chunks that are no ${kind.name}`,
      );
      const all = joined(got);
      expectSame(
        viewOf(type, all.buffer, 0, all.length / x.BYTES_PER_ELEMENT),
        viewOf(type, want.buffer, 0, want.length / x.BYTES_PER_ELEMENT),
      );
      const unchanged = [bytesOf(x), held.subarray(skip)].every((chunk) => Buffer.compare(chunk, before) === 0);
      expectTrue(unchanged, () => "a chunk has been written to");
    });
    await fc.assert(property, { numRuns: 6 });
  });
});

describe("chunks", () => {
  test("of whole items are as many as came in", async () => {
    const x = mixed("f32", 60);
    const lengths = (chunks: readonly (FloatArray | Uint8Array)[]) => chunks.map(({ length }) => length);
    const rows = streamOf(logSumExp as Unary, { shape: [10] });
    expect(lengths(await through(rows, cutAt<FloatArray>(x, [10, 40])))).toEqual([1, 3, 2]);
    const values = streamOf(elementwise[0]!);
    expect(lengths(await through(values, cutAt<FloatArray>(x, [7, 7, 40])))).toEqual([7, 33, 20]);
  });

  test("a large one comes out in parts of 1 MiB at most, an item larger than that whole", async () => {
    const x = uniform("f32", 1_000_000, 3);
    for (const [op, options, most] of [
      [elementwise[0]!, {}, 262_144],
      [rowwise[0]!, { shape: [1_000] }, 262_000],
      [rowwise[0]!, { shape: [500_000] }, 500_000],
    ] as const) {
      for (const cuts of [[], [1]]) {
        const got = await through(streamOf(op, options), cutAt<FloatArray>(x, cuts));
        expect(Math.max(...got.map(({ length }) => length))).toBe(most);
        const whole = "shape" in options ? { shape: [x.length / options.shape[0], ...options.shape] } : {};
        const all = joined(got);
        expectSame(viewOf("f32", all.buffer, 0, x.length), op(x, whole));
      }
    }
  });

  test("of a few bytes are moved a few times each, not with all that came before", async () => {
    const x = uniform("f64", 20_000, 3);
    const set = vi.spyOn(Uint8Array.prototype, "set");
    const copyWithin = vi.spyOn(Uint8Array.prototype, "copyWithin");
    const bytes = bytesOf(x);
    const chunks = cutAt(
      bytes,
      Array.from({ length: 22_000 }, (_, i) => i * 7),
    );
    const got = await through(streamOf(rowwise[0]!, { type: "f64", shape: [10_000] }), chunks);
    expect(got.map(({ length }) => length)).toEqual([80_000, 80_000]);
    const copied = set.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
    const moved = copyWithin.mock.calls.reduce((sum, [, start, end]) => sum + end! - start, 0);
    expect(copied).toBeGreaterThanOrEqual(bytes.length);
    expect(copied + moved).toBeLessThan(2 * bytes.length);
    vi.restoreAllMocks();
  });

  test("of other realms and subclasses, and over shared memory", async () => {
    const x = Float32Array.from([-1, 2]);
    const buffer = Buffer.from(x.buffer);
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set(x);
    const relu = elementwise.find(({ spec }) => spec.name === "relu")!;
    expectSame(joined(await through(streamOf(relu, { type: "f32" }), [buffer])), bytesOf(Float32Array.of(0, 2)));
    expect(await through(streamOf(relu), [shared])).toEqual([Float32Array.of(0, 2)]);
  });

  test("none at all, or empty ones, make none", async () => {
    expect(await through(streamOf(elementwise[0]!), [])).toEqual([]);
    expect(await through(streamOf(elementwise[0]!), [new Float32Array(0)])).toEqual([]);
    expect(await through(streamOf(rowwise[0]!, { shape: [3], type: "f32" }), [new Uint8Array(0)])).toEqual([]);
  });
});
