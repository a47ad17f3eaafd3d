import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { about } from "./failure.js";

/** What tells a file from others by what is in it: copies of it on other machines have the same one. */
export interface Fingerprint {
  readonly bytes: number;
  /** A hash of samples of it. */
  readonly sample: string;
}

// 256 KiB in all: whole small files, and of large ones what takes no time to read.
const SAMPLES = 64;
const SAMPLE_BYTES = 4096;

export async function fingerprint(path: string): Promise<Fingerprint> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const hash = createHash("sha256");
      const into = Buffer.alloc(SAMPLE_BYTES);
      const last = Math.max(0, size - SAMPLE_BYTES);
      const step = Math.max(SAMPLE_BYTES, last / (SAMPLES - 1));
      for (let at = 0; at < size; at += step) {
        const { bytesRead } = await file.read(into, 0, SAMPLE_BYTES, Math.floor(at));
        hash.update(into.subarray(0, bytesRead));
      }
      return { bytes: size, sample: hash.digest("hex") };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw about(path, cause);
  }
}
