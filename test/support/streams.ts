import type { FloatArray } from "./call.js";

/** Streams of given chunks, and chunks of streams. */

/** A stream of these chunks, each handed out when it is asked for. */
export function streamOf<T>(chunks: Iterable<T>): ReadableStream<T> {
  const iterator = chunks[Symbol.iterator]();
  return new ReadableStream<T>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The chunks that come out at the other end. */
export async function through<I, O>(stream: TransformStream<I, O>, chunks: Iterable<I>): Promise<O[]> {
  const reader = streamOf(chunks).pipeThrough(stream).getReader();
  const all: O[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return all;
    all.push(value);
  }
}

/** The array cut where the cuts say, in its own memory, as chunks of nothing for equal cuts. */
export function cutAt<A extends FloatArray | Uint8Array>(array: A, cuts: readonly number[]): A[] {
  const sorted = [0, ...cuts.map((cut) => cut % (array.length + 1)).sort((a, b) => a - b), array.length];
  return sorted.slice(1).map((end, i) => array.subarray(sorted[i]!, end) as A);
}

/** All chunks in one. */
export function joined(chunks: readonly ArrayBufferView[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of chunks) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return all;
}

/** Until all that can happen by itself has happened. */
export function settled(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}
