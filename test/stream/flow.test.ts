import { describe, expect, test } from "vitest";
import { gelu } from "../../bindings/index.js";
import { activationStream } from "../../bindings/stream.js";
import { settled, streamOf } from "../support/streams.js";

/** Who waits for whom, and what is held meanwhile. */

const RUN = 262_144;

/** A stream that counts what it computes. */
function counted() {
  const made = { values: 0, calls: 0 };
  const op = (x: Float32Array): Float32Array => {
    if (x.length > 0) made.calls++;
    made.values += x.length;
    return gelu(x);
  };
  return { made, stream: activationStream(op) as TransformStream<Float32Array, Float32Array> };
}

describe("a slow reader", () => {
  test("holds the source up: a few chunks are under way, however many there are", async () => {
    let pulled = 0;
    const source = function* () {
      for (; pulled < 1_000; pulled++) yield new Float32Array(4).fill(pulled);
    };
    const { made, stream } = counted();
    const reader = streamOf(source()).pipeThrough(stream).getReader();
    await settled();
    expect(pulled).toBeLessThanOrEqual(2);
    for (let read = 1; read <= 50; read++) {
      expect((await reader.read()).value![0]).toBe(gelu(Float32Array.of(read - 1))[0]);
      await settled();
      expect(made.calls).toBeLessThanOrEqual(read + 1);
      expect(pulled).toBeLessThanOrEqual(read + 3);
    }
    await reader.cancel();
  });

  test("holds a large chunk up: one result of it is made ahead", async () => {
    const { made, stream } = counted();
    const reader = streamOf([new Float32Array(20 * RUN)])
      .pipeThrough(stream)
      .getReader();
    await settled();
    for (let read = 1; read <= 10; read++) {
      expect((await reader.read()).value).toHaveLength(RUN);
      await settled();
      expect(made.values).toBeLessThanOrEqual((read + 1) * RUN);
    }
    await reader.cancel();
  });

  test("a writer sees it", async () => {
    const { stream } = counted();
    const writer = stream.writable.getWriter();
    expect(writer.desiredSize).toBe(1);
    const first = writer.write(new Float32Array(1));
    expect(writer.desiredSize).toBe(0);
    await settled();
    expect(writer.desiredSize).toBe(0);
    const reader = stream.readable.getReader();
    await reader.read();
    await first;
    expect(writer.desiredSize).toBe(1);
    await Promise.all([writer.close(), reader.read()]);
  });
});

describe("an end before the end", () => {
  test("a reader that cancels ends the source at once", async () => {
    const { stream } = counted();
    let reason: unknown;
    const source = new ReadableStream<Float32Array>({
      pull: (controller) => controller.enqueue(new Float32Array(1)),
      cancel: (given) => {
        reason = given;
      },
    });
    const reader = source.pipeThrough(stream).getReader();
    await reader.read();
    await reader.cancel("enough");
    await settled();
    expect(reason).toBe("enough");
  });

  test("a reader that cancels is heard by an idle writer", async () => {
    const { stream } = counted();
    const writer = stream.writable.getWriter();
    const closed = writer.closed.catch((reason: unknown) => reason);
    await stream.readable.cancel("enough");
    expect(await closed).toBe("enough");
    await expect(writer.write(new Float32Array(1))).rejects.toBe("enough");
  });

  test("within a large chunk nothing more is computed", async () => {
    const { made, stream } = counted();
    const writer = stream.writable.getWriter();
    const written = writer.write(new Float32Array(20 * RUN)).catch((reason: unknown) => reason);
    const closed = writer.closed.catch((reason: unknown) => reason);
    const reader = stream.readable.getReader();
    await reader.read();
    await reader.cancel("enough");
    expect([await written, await closed]).toEqual(["enough", "enough"]);
    await settled();
    expect(made.values).toBeLessThanOrEqual(2 * RUN);
  });

  test("a writer that aborts fails the reader", async () => {
    const { stream } = counted();
    const writer = stream.writable.getWriter();
    const reader = stream.readable.getReader();
    writer.write(new Float32Array(1)).catch(() => {});
    await reader.read();
    const next = reader.read();
    await Promise.all([writer.abort(new Error("no more")), expect(next).rejects.toThrow("no more")]);
  });

  test("a writer that aborts while it waits for a reader", async () => {
    const { stream } = counted();
    const writer = stream.writable.getWriter();
    const written = writer.write(new Float32Array(20 * RUN)).catch((reason: Error) => reason);
    await settled();
    const aborted = writer.abort(new Error("no more"));
    const reader = stream.readable.getReader();
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow("no more");
    await aborted;
    expect(((await written) as Error).message).toBe("no more");
  });

  test("a signal ends a pipe", async () => {
    const { stream } = counted();
    const controller = new AbortController();
    const endless = new ReadableStream<Float32Array>({ pull: (c) => c.enqueue(new Float32Array(1)) });
    let got = 0;
    const target = new WritableStream({
      write: () => {
        if (++got === 10) controller.abort();
      },
    });
    const piped = endless.pipeThrough(stream).pipeTo(target, { signal: controller.signal });
    await expect(piped).rejects.toMatchObject({ name: "AbortError" });
    expect(got).toBeLessThan(13);
  });

  test("an error of the function goes both ways", async () => {
    const failing = (x: Float32Array): Float32Array => {
      if (x.length > 0) throw new Error("it fails");
      return new Float32Array(0);
    };
    const stream = activationStream(failing);
    const piped = streamOf([new Float32Array(1)]).pipeTo(stream.writable);
    await expect(stream.readable.getReader().read()).rejects.toThrow("it fails");
    await expect(piped).rejects.toThrow("it fails");
  });
});

describe("a chunk that loses its memory while it is read", () => {
  const LOST =
    /^activationStream: "chunk" expected a chunk that keeps its memory .*, got one that has lost it; neither/;

  /** Reads one result of a chunk of 4 runs, does something, and reads on. */
  async function interrupted(chunk: Float32Array, action: () => void) {
    const { stream } = counted();
    const writer = stream.writable.getWriter();
    const written = writer.write(chunk).then(
      () => "written",
      (reason: Error) => reason.message,
    );
    writer.closed.catch(() => {});
    const reader = stream.readable.getReader();
    const lengths = [(await reader.read()).value!.length];
    await settled();
    action();
    try {
      while (lengths.length < 4) lengths.push((await reader.read()).value!.length);
    } catch (error) {
      return { lengths, error: (error as Error).message, written: await written };
    }
    return { lengths, error: undefined, written: await written };
  }

  type ResizableBuffer = ArrayBuffer & { resize(bytes: number): void };
  const resizable = (bytes: number) =>
    new (ArrayBuffer as unknown as new (bytes: number, options: object) => ResizableBuffer)(bytes, {
      maxByteLength: 2 * bytes,
    });

  test("fails both sides when it is detached", async () => {
    const chunk = new Float32Array(4 * RUN);
    const { lengths, error, written } = await interrupted(chunk, () => {
      structuredClone(null, { transfer: [chunk.buffer] });
    });
    expect(lengths.length).toBeLessThan(4);
    expect(error).toMatch(LOST);
    expect(written).toMatch(LOST);
  });

  test("fails both sides when it shrinks", async () => {
    const buffer = resizable(16 * RUN);
    const { error, written } = await interrupted(new Float32Array(buffer), () => buffer.resize(16 * RUN - 4));
    expect(error).toMatch(LOST);
    expect(written).toMatch(LOST);
  });

  test("keeps its length when it grows", async () => {
    const buffer = resizable(16 * RUN);
    const got = await interrupted(new Float32Array(buffer), () => buffer.resize(32 * RUN));
    expect(got).toEqual({ lengths: [RUN, RUN, RUN, RUN], error: undefined, written: "written" });
  });
});

test("a chunk's own properties do not change what is read", async () => {
  class Odd extends Float32Array {
    override get length() {
      return 2;
    }
    override get byteLength() {
      return 8;
    }
    override subarray(): never {
      throw new Error("not asked");
    }
  }
  const { stream } = counted();
  const reader = streamOf([new Odd(5)])
    .pipeThrough(stream)
    .getReader();
  expect((await reader.read()).value).toEqual(new Float32Array(5));
});
