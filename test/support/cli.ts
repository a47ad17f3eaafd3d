import { type ExecFileException, execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { formatNpy, type Npy, parseNpy } from "../../cli/io/npy.js";
import { main } from "../../cli/main.js";
import type { FloatArray } from "./call.js";

/** The command line, in this process or in one of its own, and files for it. */

export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Result {
  /** The exit code, or the signal that ended the process. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as it is. */
  readonly bytes: Buffer;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs it in this process. Input in pieces comes in as many chunks. */
export async function lanewise(
  args: readonly string[],
  input: Uint8Array | readonly Uint8Array[] = [],
  env: Environment = {},
): Promise<Result> {
  const [stdout, stderr] = [new Memory(), new Memory()];
  const chunks = input instanceof Uint8Array ? [input] : input;
  const stdin = () => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const code = await main(args, { stdin, stdout, stderr, env });
  return { code, stdout: stdout.bytes.toString(), stderr: stderr.bytes.toString(), bytes: stdout.bytes };
}

/** Keeps what is written to it. */
class Memory extends Writable {
  readonly #chunks: Buffer[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    // The writer may use the memory of the chunk again.
    this.#chunks.push(Buffer.from(chunk));
    done();
  }
}

/** Runs the bundle in a process of its own. */
export function spawned(args: readonly string[], input?: Uint8Array): Promise<Result> {
  return run(process.execPath, [CLI, ...args], input);
}

/** A command of the shell, in which `$LANEWISE` is the command line. */
export function shell(command: string): Promise<Result> {
  return run("bash", ["-c", command]);
}

function run(file: string, args: readonly string[], input: Uint8Array = new Uint8Array(0)): Promise<Result> {
  const env = { ...process.env, LANEWISE: `${process.execPath} ${CLI}` };
  return new Promise((resolve) => {
    const done = (cause: ExecFileException | null, stdout: Buffer, stderr: Buffer) => {
      const code = cause ? (cause.code ?? cause.signal ?? "none") : 0;
      resolve({ code, stdout: stdout.toString(), stderr: stderr.toString(), bytes: stdout });
    };
    const child = execFile(file, args, { encoding: "buffer", maxBuffer: 2 ** 28, env }, done);
    // A process that fails at once does not read.
    child.stdin!.on("error", () => {});
    child.stdin!.end(input);
  });
}

/** A folder of its own for the tests of a file. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "lanewise-cli-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const at = (name: string) => join(path, name);
  return {
    path,
    at,
    /** Writes an array and returns its path. */
    save(name: string, data: FloatArray, shape: readonly number[] = [data.length], fortranOrder = false): string {
      writeFileSync(at(name), formatNpy({ data, shape, fortranOrder }));
      return at(name);
    },
    write(name: string, bytes: Uint8Array): string {
      writeFileSync(at(name), bytes);
      return at(name);
    },
    load: (name: string): Npy => parseNpy(readFileSync(at(name))),
    names: () => readdirSync(path).sort(),
  };
}

export function bytesOf(array: FloatArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** An .npy file with this header and so many bytes of data, in whatever version. */
export function withHeader(header: string | Uint8Array, data: number | Uint8Array, version: [number, number] = [1, 0]) {
  const text = Buffer.from(header as string, version[0] === 3 ? "utf8" : "latin1");
  const front = Buffer.alloc(version[0] === 1 ? 10 : 12);
  front.write("\x93NUMPY", "latin1");
  front.set(version, 6);
  if (version[0] === 1) front.writeUInt16LE(text.length, 8);
  else front.writeUInt32LE(text.length, 8);
  return Buffer.concat([front, text, typeof data === "number" ? Buffer.alloc(data) : data]);
}
