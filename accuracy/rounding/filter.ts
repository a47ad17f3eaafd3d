import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Subject } from "./subjects.js";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const SOURCES = ["functions", "index", "interval", "normal"].map((name) => at(`assembly/reference/${name}.ts`));
const PAGES = 16;

/** Elements of a block. */
export const BLOCK = 16_384;

function digestOf(files: readonly string[]): string {
  const hash = files.reduce((sum, file) => sum.update(readFileSync(file)), createHash("sha256"));
  return hash.digest("hex").slice(0, 16);
}

/** A digest of the intervals, on which a run depends as it does on the kernels. */
export function filterDigest(): string {
  return digestOf([compiled()]);
}

type Check = (n: number, derivative: 0 | 1) => number;

type Exports = Readonly<Record<string, Check>> & {
  block(index: number): number;
  fill(bits: number, n: number): void;
};

/** Finds, in a block of inputs and results, the few results that the reference's intervals cannot vouch for. */
export class Filter {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly #open: Int32Array;
  readonly #exports: Exports;

  constructor() {
    const memory = new WebAssembly.Memory({ initial: PAGES });
    const module = new WebAssembly.Module(readFileSync(compiled()));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.#exports = exports as unknown as Exports;
    const place = (index: number) => this.#exports.block(index);
    this.x = new Float32Array(memory.buffer, place(0), BLOCK);
    this.y = new Float32Array(memory.buffer, place(1), BLOCK);
    this.#open = new Int32Array(memory.buffer, place(2), BLOCK);
  }

  /** Fills x with the numbers whose bits follow. */
  fill(bits: number): void {
    this.#exports.fill(bits | 0, BLOCK);
  }

  /** The indices of results in y that are not, beyond doubt, the nearest f32. */
  open({ op, direction }: Subject, n = BLOCK): Int32Array {
    const check = this.#exports[op];
    if (!check) throw new RangeError(`assembly/reference/index.ts has no ${op}`);
    return this.#open.subarray(0, check(n, direction === "value" ? 0 : 1));
  }
}

/** Compiles the reference, where nobody has. */
function compiled(): string {
  const folder = at("accuracy/.runs");
  const file = `${folder}/filter-${digestOf(SOURCES)}.wasm`;
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const entry = "assembly/reference/index.ts";
    const options = ["--optimizeLevel", "3", "--noAssert", "--outFile", file];
    execFileSync(process.execPath, [at("node_modules/assemblyscript/bin/asc.js"), entry, ...options], { cwd: at(".") });
  }
  return file;
}
