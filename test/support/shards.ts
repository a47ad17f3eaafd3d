import { type ExecFileException, execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatNpy } from "../../cli/npy.js";
import { uniform } from "./arrays.js";
import type { ElementType } from "./functions.js";

/** The command line in processes of their own, in a folder of their own. */

export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "lanewise-"));

  at(name: string): string {
    return join(this.path, name);
  }

  /** An .npy file of numbers. */
  npy(name: string, type: ElementType, shape: readonly number[], seed = 1): void {
    const length = shape.reduce((product, size) => product * size, 1);
    writeFileSync(this.at(name), formatNpy({ data: uniform(type, length, 8, seed), shape, fortranOrder: false }));
  }

  /** Runs the command line with files of this folder. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return new Promise((resolve) => {
      const options = { cwd: this.path, env: { PATH: process.env.PATH, ...env } };
      execFile(process.execPath, [CLI, ...args], options, (error: ExecFileException | null, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
