import { type ExecFileException, execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { formatNpy, type Npy, parseNpy } from "../../cli/npy.js";
import type { FloatArray } from "./functions.js";

/** The bundled command line as a process, and files for it. */

export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Result {
  /** The exit code, or the signal that ended the process. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as it is. */
  readonly bytes: Buffer;
}

export function lanewise(args: readonly string[], input: Uint8Array = new Uint8Array(0)): Promise<Result> {
  return run(process.execPath, [CLI, ...args], input);
}

/** A command of the shell, in which `$LANEWISE` is the command line. */
export function shell(command: string): Promise<Result> {
  return run("bash", ["-c", command], new Uint8Array(0));
}

function run(file: string, args: readonly string[], input: Uint8Array): Promise<Result> {
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
