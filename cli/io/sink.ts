import { createHash } from "node:crypto";
import type { Writable } from "node:stream";
import { about } from "../core/failure.js";
import { writeTo } from "../core/streams.js";
import { AtomicFile } from "./atomic-file.js";
import { type ArrayHeader, formatHeader } from "./npy.js";
import type { Target } from "./target.js";

/** The destination of results. */
export interface Sink {
  /** True if the bytes have to come in the order of their positions. */
  readonly inOrder: boolean;
  /** Writes all of the bytes at a position after the header. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
  /** Removes what was written. */
  abandon(): Promise<void>;
}

/** The length and hash of what was written. */
export interface Checksum {
  readonly bytes: number;
  readonly sha256: string;
}

/** The bytes before the elements; without, a file has the elements alone. */
export interface Headers {
  /** Asked for when all elements are written. */
  readonly header?: () => ArrayHeader;
  /** One that is at least as long. */
  readonly largest?: ArrayHeader;
}

/** A file that has its name only when it is whole. */
export async function fileSink(target: Target, { header, largest }: Headers = {}): Promise<Sink> {
  const named = (cause: unknown) => Promise.reject(about(target.name, cause));
  const file = await AtomicFile.create(target).catch(named);
  const start = largest ? formatHeader(largest).length : 0;
  return {
    inOrder: false,
    write: (bytes, position) => file.write(bytes, start + position).catch(named),
    async finish() {
      if (header) await file.write(formatHeader(header(), start), 0).catch(named);
      await file.finish().catch(named);
    },
    abandon: () => file.abandon(),
  };
}

const READ_BYTES = 1 << 20;

/**
 * A file of elements alone, whose bytes are hashed on their way: what another process writes under its name later
 * has another hash.
 *
 * @param onChecksum called before the file gets its name
 */
export async function checkedSink(target: Target, onChecksum: (checksum: Checksum) => void): Promise<Sink> {
  const named = (cause: unknown) => Promise.reject(about(target.name, cause));
  const file = await AtomicFile.create(target).catch(named);
  const hash = createHash("sha256");
  let hashed = 0;
  return {
    inOrder: false,
    async write(bytes, position) {
      if (position === hashed) {
        hash.update(bytes);
        hashed += bytes.length;
      }
      await file.write(bytes, position).catch(named);
    },
    async finish() {
      // Bytes that came before their turn are read back, from the file that nobody else knows yet.
      const rest = Buffer.allocUnsafe(READ_BYTES);
      for (let got = -1; got !== 0; hashed += got) {
        got = await file.read(rest, hashed).catch(named);
        hash.update(rest.subarray(0, got));
      }
      onChecksum({ bytes: hashed, sha256: hash.digest("hex") });
      await file.finish().catch(named);
    },
    abandon: () => file.abandon(),
  };
}

/** Raw values to a stream. */
export function streamSink(stream: Writable): Sink {
  return {
    inOrder: true,
    write: (bytes) => writeTo(stream, bytes),
    async finish() {},
    async abandon() {},
  };
}
