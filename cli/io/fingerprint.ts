import { createHash } from "node:crypto";

/** Facts that tell a file from others, and from what it was before. */
export interface Fingerprint {
  readonly bytes: number;
  /** When it was last changed, in nanoseconds: also where no sample shows it. Copies that keep the time have it, too. */
  readonly modified: string;
  /** A hash of samples of it. */
  readonly sample: string;
}

// 256 KiB in all: whole small files, and of large ones what takes no time to read.
const SAMPLES = 64;
const SAMPLE_BYTES = 4096;

/** A hash of samples of a file of that size. */
export async function sampleOf(
  size: number,
  read: (into: Uint8Array, position: number) => Promise<number>,
): Promise<string> {
  const hash = createHash("sha256");
  const into = Buffer.alloc(SAMPLE_BYTES);
  const last = Math.max(0, size - SAMPLE_BYTES);
  const step = Math.max(SAMPLE_BYTES, last / (SAMPLES - 1));
  for (let at = 0; at < size; at += step) {
    const got = await read(into, Math.floor(at));
    hash.update(into.subarray(0, got));
  }
  return hash.digest("hex");
}
