import { gelu, sigmoid, softmax } from "lanewise";
import { createPool } from "lanewise/pool";
import { activationStream } from "lanewise/stream";

/** Tries the package where this file runs; the runner compares the digests with its own. */
export async function probe(options) {
  return {
    functions: await attempt(() => ({ digest: digest([sigmoid(x()), gelu(x()), softmax(x(), { shape: [100, 10] })]) })),
    threads: await attempt(() => threads(options)),
    streams: await attempt(streams),
  };
}

const x = () => Float32Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 50 - 10);

async function attempt(what) {
  try {
    return await what();
  } catch (error) {
    return { error: String(error) };
  }
}

async function threads(options) {
  const pool = await createPool({ threads: 2, threshold: 0, ...options });
  try {
    return { digest: digest([await pool.run(sigmoid, x()), await pool.run(gelu, x())]), mode: pool.mode };
  } finally {
    await pool.close();
  }
}

async function streams() {
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue(x());
      controller.close();
    },
  });
  const reader = source.pipeThrough(activationStream(softmax, { shape: [10] })).getReader();
  const chunks = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) chunks.push(read.value);
  return { digest: digest(chunks) };
}

/** FNV-1a over the bytes. */
function digest(arrays) {
  let hash = 0x811c9dc5;
  for (const array of arrays) {
    for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
  }
  return hash;
}
