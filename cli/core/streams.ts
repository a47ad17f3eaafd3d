import type { Readable, Writable } from "node:stream";
import { about, BrokenPipe } from "./failure.js";
import { printable } from "./text.js";

/** The streams that a program is given. */
export interface Streams {
  /** Opened when it is first needed. @throws {Failure} if nothing can be read from it */
  readonly stdin: () => Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes all of the bytes, and waits until the stream no longer needs them.
 *
 * @throws {Failure} if it cannot take them
 * @throws {BrokenPipe} if nobody reads it
 */
export function writeTo(stream: Writable, bytes: Uint8Array | string, name = "stdout"): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (cause) => {
      if (!cause) resolve();
      else reject((cause as NodeJS.ErrnoException).code === "EPIPE" ? new BrokenPipe() : about(name, cause));
    });
  });
}

export function print(stream: Writable, text: string): Promise<void> {
  return writeTo(stream, `${text}\n`);
}

/** A line that has names of files in it. */
export function printLine(stream: Writable, text: string): Promise<void> {
  return print(stream, printable(text));
}
