import { constants, type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { about, Failure } from "../core/failure.js";
import { type Fingerprint, sampleOf } from "./fingerprint.js";
import { type Identity, identityOf } from "./identity.js";
import { checkData, headerLength, isNpy, MOST_HEADER_BYTES, type NpyHeader, parseHeader } from "./npy.js";

/** The origin of elements. */
export interface Source {
  /** Fills `into` from a position after the header. @returns fewer bytes only where the data end */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

export interface NpySource extends Source {
  readonly path: string;
  readonly header: NpyHeader;
  readonly identity: Identity;
  fingerprint(): Promise<Fingerprint>;
  /** @throws {Failure} if somebody has written to the file since it was opened */
  checkUnchanged(): Promise<void>;
}

/** Opens an .npy file and checks all that can be known without reading its elements. */
export async function openNpy(path: string): Promise<NpySource> {
  try {
    // Without O_NONBLOCK a pipe would not open before somebody writes into it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return await sourceOf(path, file);
    } catch (cause) {
      await file.close();
      throw cause;
    }
  } catch (cause) {
    throw about(path, cause);
  }
}

async function sourceOf(path: string, file: FileHandle): Promise<NpySource> {
  const opened = await file.stat({ bigint: true });
  if (!opened.isFile()) {
    const what = opened.isDirectory() ? "a folder" : "a device or pipe";
    throw new Failure(`expected an .npy file, got ${what}; "-" reads raw values from stdin`);
  }
  const bytes = Number(opened.size);
  const first = new Uint8Array(Math.min(MOST_HEADER_BYTES, bytes));
  const got = await readFully(file, first, 0);
  const start = headerLength(first.subarray(0, got));
  const header = parseHeader(first.subarray(0, Math.min(start, got)));
  checkData(header, bytes - start);
  const named = (cause: unknown) => Promise.reject(about(path, cause));
  return {
    path,
    header,
    identity: identityOf(opened),
    async read(into, position) {
      const got = await readFully(file, into, start + position).catch(named);
      if (got < into.length) throw new Failure(`${path}: became shorter while it was read`);
      return got;
    },
    async fingerprint() {
      const sample = await sampleOf(bytes, (into, position) => readFully(file, into, position)).catch(named);
      return { bytes, modified: String(opened.mtimeNs), sample };
    },
    async checkUnchanged() {
      const now = await file.stat({ bigint: true }).catch(named);
      if (now.mtimeNs !== opened.mtimeNs || now.size !== opened.size) {
        throw new Failure(`${path}: changed while it was read; run it again`);
      }
    },
    close: () => file.close(),
  };
}

/** Raw values from a stream, which has to be read in order: calls wait for those before them. */
export function streamSource(stream: Readable): Source {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Uint8Array = new Uint8Array(0);
  const fill = async (into: Uint8Array): Promise<number> => {
    let filled = 0;
    while (filled < into.length) {
      if (rest.length === 0) {
        const { value, done } = await chunks.next();
        if (done) break;
        rest = value;
      }
      const part = rest.subarray(0, into.length - filled);
      into.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return filled;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    read(into, position) {
      const turn = last.then(async () => {
        const got = await fill(into).catch((cause) => Promise.reject(about("stdin", cause)));
        if (position === 0 && got > 0 && isNpy(into)) {
          throw new Failure("stdin: an .npy file, where raw values were expected: pass its path instead");
        }
        return got;
      });
      last = turn;
      return turn;
    },
    async close() {
      stream.destroy();
    },
  };
}

async function readFully(file: FileHandle, into: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
