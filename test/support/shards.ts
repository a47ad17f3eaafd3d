import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { formatNpy } from "../../cli/io/npy.js";
import { uniform } from "./arrays.js";
import type { ElementType } from "./call.js";
import { lanewise, type Result } from "./cli.js";

/** A folder for the shards of a test. */
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

  /** Runs the command line with files of this folder, whose names are the arguments that end with .npy. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
    const paths = args.map((arg) => (arg.endsWith(".npy") && !arg.startsWith("-") ? this.at(arg) : arg));
    return lanewise(paths, [], env);
  }

  /** The names of the parts here, and of their manifests. */
  get parts(): string[] {
    return readdirSync(this.path).filter((name) => name.includes(".part-"));
  }

  /** Runs shards and expects them to be done. */
  async runShards(args: readonly string[], indices: readonly number[], count: number): Promise<void> {
    const runs = indices.map((index) => this.run(["apply", ...args, "--shard", `${index}/${count}`]));
    for (const { code, stderr } of await Promise.all(runs)) expect([code, stderr]).toEqual([0, ""]);
  }

  /** Expects a merge to fail, and to leave no output. */
  async refusesToMerge(args: readonly string[], message: string): Promise<void> {
    const { code, stderr } = await this.run(["merge", ...args]);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
    expect(readdirSync(this.path).filter((name) => name === "y.npy" || name.endsWith(".tmp"))).toEqual([]);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
