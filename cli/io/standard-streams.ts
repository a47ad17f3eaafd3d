import { fstatSync, write, writeSync } from "node:fs";
import { type Readable, Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { Failure } from "../core/failure.js";

/**
 * The process's stdin.
 *
 * @throws {Failure} if it is a folder or closed: Node reads both as if they were empty
 */
export function standardInput(): Readable {
  const { fd } = process.stdin;
  const found = fstatSync(fd);
  if (found.isDirectory()) throw new Failure("stdin: is a folder; pipe values to it, or pass a file");
  if (found.isCharacterDevice() && isWritable(fd) && !process.stdin.isTTY) {
    throw new Failure("stdin: is closed; pipe values to it, or pass a file");
  }
  return process.stdin;
}

/** Node opens the null device in place of a stream that is closed, for reading and writing: a shell, for reading. */
function isWritable(fd: number): boolean {
  try {
    writeSync(fd, new Uint8Array(0));
    return true;
  } catch {
    return false;
  }
}

/** stdout or stderr. Node's own stream for files does not notice that a full disk took only a part of a write. */
export function standardOutput(stream: WriteStream & { readonly fd: 1 | 2 }): Writable {
  const { fd } = stream;
  const found = fstatSync(fd);
  return found.isFile() || (found.isCharacterDevice() && !stream.isTTY) ? new FileOutput(fd) : stream;
}

class FileOutput extends Writable {
  readonly fd: number;

  constructor(fd: number) {
    super();
    this.fd = fd;
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (cause?: Error | null) => void): void {
    write(this.fd, chunk, (cause, written) => {
      if (cause || written === chunk.length) done(cause);
      else this._write(chunk.subarray(written), encoding, done);
    });
  }
}
