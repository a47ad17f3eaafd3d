import { type FileHandle, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { about, Failure } from "./failure.js";
import { formatHeader, type NpyHeader } from "./npy.js";
import { createBeside } from "./temporary.js";

/** Where results go. */
export interface Sink {
  /** Writes all of the bytes at a position behind the header. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Refuses what would be lost or is no file. */
export async function checkTarget(path: string, overwrite: boolean): Promise<void> {
  const found = await stat(path).catch((cause) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw about(path, cause);
  });
  if (!found) return;
  if (!found.isFile()) throw new Failure(`${path}: expected a file or a new name, got something else`);
  if (!overwrite) throw new Failure(`${path}: exists; --overwrite replaces it`);
}

/** What is in front of the elements; without, a file has the elements alone. */
export interface Headers {
  /** Asked for when all elements are written. */
  readonly header?: () => NpyHeader;
  /** One that is at least as long. */
  readonly largest?: NpyHeader;
}

/** A file that has its name only when it is whole. */
export async function openFile(path: string, { header, largest }: Headers): Promise<Sink> {
  const named = (cause: unknown) => Promise.reject(about(path, cause));
  const { file, finish, abandon } = await createBeside(path).catch(named);
  const start = largest ? formatHeader(largest).length : 0;
  return {
    write: (bytes, position) => writeFully(file, bytes, start + position).catch(named),
    async finish() {
      if (header) await writeFully(file, formatHeader(header(), start), 0).catch(named);
      await finish().catch(named);
    },
    abandon,
  };
}

/** Raw values to a stream, in order: a write waits for those in front of it. */
export function streamSink(stream: Writable): Sink {
  let position = 0;
  const waiting = new Map<number, () => void>();
  return {
    async write(bytes, at) {
      if (at !== position) await new Promise<void>((turn) => waiting.set(at, turn));
      await new Promise<void>((resolve, reject) => {
        // Until it has been called back the stream may still need the bytes.
        stream.write(bytes, (cause) => (cause ? reject(about("stdout", cause)) : resolve()));
      });
      position = at + bytes.length;
      waiting.get(position)?.();
      waiting.delete(position);
    },
    async finish() {},
    async abandon() {},
  };
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
