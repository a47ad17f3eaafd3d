import { activationStream } from "lanewise/stream";
import { through } from "../../test/support/streams.js";
import { firstDifference } from "../calls/arrays.js";
import { type Drawn, drawCall } from "../calls/draw.js";
import { type Callable, type FloatArray, subjects } from "../calls/subjects.js";
import { call, title } from "../calls/ways.js";
import { type Campaign, expect } from "../campaign.js";
import type { Random } from "../random.js";

type Stream = (op: Callable, options: object) => TransformStream<unknown, ArrayBufferView>;
const streamOf = activationStream as unknown as Stream;

const streamable = subjects.filter(({ operands, result }) => operands.length === 1 && result === "array");

export const streams: Campaign = {
  name: "streams",
  about:
    "streams of numbers and of bytes, cut anywhere: joined, the results have the bits of the direct call; a stream that " +
    "ends within an item fails, and so does one whose chunk is of another kind",
  share: 1,
  async prepare() {
    return {
      async run(random, tally) {
        const drawn = drawStream(random);
        if (!drawn) return;
        const want = call(drawn)[0]!;
        const { subject, type, options } = drawn;
        const x = drawn.operands[0] as FloatArray;
        const bytes = random.chance(0.5);
        const stream = streamOf(subject.call, { ...itemOptions(drawn), ...(bytes && { type }) });
        const source = bytes ? new Uint8Array(x.buffer, x.byteOffset, x.byteLength) : x;
        const chunks = cut(random, source);
        const spoiled = random.chance(0.2) ? spoil(random, chunks, options, x.BYTES_PER_ELEMENT, bytes) : undefined;
        tally.count(spoiled === undefined ? "streams" : "streams that had to fail");
        tally.count("chunks", chunks.length);
        const what = () => `stream of ${title(drawn)}, ${chunks.length} chunks${bytes ? " of bytes" : ""}`;
        let results: readonly ArrayBufferView[];
        try {
          results = await through(stream, chunks);
        } catch (error) {
          const known = error instanceof TypeError || error instanceof RangeError;
          expect(spoiled !== undefined && known, () => `${what()}, ${spoiled ?? "valid"}: ${String(error)}`);
          return;
        }
        expect(spoiled === undefined, () => `${what()}, ${spoiled}: no error`);
        const difference = firstDifference(joined(results, x), want);
        expect(difference === undefined, () => `${what()}: ${difference}`);
      },
    };
  },
};

/** A call whose x is a sequence of items; not one whose result depends on x as a whole. */
function drawStream(random: Random): Drawn | undefined {
  const drawn = drawCall(random, { subject: random.pick(streamable), most: random.chance(0.03) ? 400_000 : 3_000 });
  const { shape, axis } = drawn.options as { shape?: readonly number[]; axis?: number };
  if (!drawn.subject.options.includes("shape")) return drawn;
  if (!shape || shape.length < 2 || shape.slice(1).includes(0)) return undefined;
  return axis === 0 || axis === -shape.length ? undefined : drawn;
}

/** The options of the stream: an item is all but the first dimension. */
function itemOptions({ options }: Drawn): object {
  const { shape, axis, ...rest } = options as { shape?: readonly number[]; axis?: number };
  if (!shape) return rest;
  return { ...rest, shape: shape.slice(1), ...(axis !== undefined && { axis: axis < 0 ? axis : axis - 1 }) };
}

function cut<A extends FloatArray | Uint8Array>(random: Random, source: A): (FloatArray | Uint8Array)[] {
  const chunks: (FloatArray | Uint8Array)[] = [];
  const most = random.pick([1, 7, 64, 1_000, 1_000_000]);
  let at = 0;
  while (at < source.length && chunks.length < 300) {
    const end = at + random.between(0, Math.min(most, source.length - at));
    // Some at an offset of their own, some in a buffer of their own.
    chunks.push(random.chance(0.5) ? source.subarray(at, end) : source.slice(at, end));
    at = end;
  }
  chunks.push(source.subarray(at));
  return chunks;
}

/** Makes the stream one that has to fail, and says how. */
function spoil(random: Random, chunks: unknown[], options: object, size: number, bytes: boolean): string | undefined {
  if (bytes && random.chance(0.5)) {
    chunks.push(new Uint8Array(random.between(1, size - 1)));
    return "an end within a value";
  }
  const wrong = bytes ? new Float32Array(4) : random.pick([new Uint8Array(8), [1, 2], "1", null, new Int32Array(2)]);
  chunks.splice(random.below(chunks.length + 1), 0, wrong);
  return `a chunk that is none${"shape" in options ? ", of rows" : ""}`;
}

function joined(results: readonly ArrayBufferView[], x: FloatArray): FloatArray {
  const bytes = Buffer.concat(
    results.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const copy = new Uint8Array(bytes).buffer;
  return x instanceof Float32Array ? new Float32Array(copy) : new Float64Array(copy);
}
