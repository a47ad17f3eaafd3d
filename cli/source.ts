import { constants, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { about, Failure } from "./failure.js";
import { checkData, headerLength, isNpy, type NpyHeader, parseHeader } from "./npy.js";

/** Where elements come from. */
export interface Source {
  /** Fills `into` from a position behind the header. @returns fewer bytes only where the data end */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

export interface NpySource extends Source {
  readonly header: NpyHeader;
  /** What tells this file from others, and from what it was before. */
  readonly identity: {
    readonly device: number;
    readonly inode: number;
    readonly bytes: number;
    readonly mtimeMs: number;
  };
}

// Enough for every header that is not made to be long.
const FIRST_BYTES = 4096;

/** Opens an .npy file and checks all that can be known without reading its elements. */
export async function openNpy(path: string): Promise<NpySource> {
  try {
    // Without O_NONBLOCK a pipe would not open before somebody writes into it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await file.stat();
      if (!stat.isFile()) {
        const what = stat.isDirectory() ? "a folder" : "a device or pipe";
        throw new Failure(`expected an .npy file, got ${what}; "-" reads raw values from stdin`);
      }
      const first = await readBytes(file, FIRST_BYTES);
      const start = headerLength(first);
      const header = parseHeader(start > FIRST_BYTES ? await readBytes(file, start) : first.subarray(0, start));
      checkData(header, stat.size - start);
      return {
        header,
        identity: { device: stat.dev, inode: stat.ino, bytes: stat.size, mtimeMs: stat.mtimeMs },
        async read(into, position) {
          const got = await readFully(file, into, start + position);
          if (got < into.length) throw new Failure(`${path}: became shorter while it was read`);
          return got;
        },
        close: () => file.close(),
      };
    } catch (cause) {
      await file.close();
      throw cause;
    }
  } catch (cause) {
    throw about(path, cause);
  }
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
        const got = await fill(into);
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

type File = Awaited<ReturnType<typeof open>>;

async function readBytes(file: File, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, await readFully(file, bytes, 0));
}

async function readFully(file: File, into: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
