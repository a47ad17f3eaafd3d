import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import type { Peer } from "./peer.js";

/** XNNPACK's newest formulas, which no package has: our kernels of them, compiled when the bench runs. */

type Kernel = (...operands: readonly number[]) => void;
const SOURCE = "bench/rivals/xnnpack.ts";
const NAMES = ["tanh", "gelu", "softmax", "prelu"];
const PAGE = 65_536;

function compile(): WebAssembly.Module {
  mkdirSync("build", { recursive: true });
  const asc = [
    "node_modules/assemblyscript/bin/asc.js",
    SOURCE,
    "--target",
    "release",
    "--outFile",
    "build/rivals.wasm",
    "--textFile",
    "build/rivals.wat",
  ];
  execFileSync(process.execPath, asc, { stdio: "inherit" });
  // Constants in locals, as in our own kernels and as clang has them.
  execFileSync(process.execPath, ["scripts/build/hoist.mjs", "rivals", "rivals-hoisted"], { stdio: "inherit" });
  return new WebAssembly.Module(readFileSync("build/rivals-hoisted.wasm"));
}

export async function xnnpack(): Promise<Peer> {
  const module = compile();
  return {
    title: "XNNPACK's formulas of August 2026, in our words",
    prepare: async ({ name, x, shape, dy, alpha }) => {
      const columns = shape.at(-1)!;
      // Its kernels here have no tails.
      if (dy || !NAMES.includes(name) || x.length % 4 !== 0 || (name === "softmax" && columns % 4 !== 0))
        return undefined;
      const bytes = x.byteLength;
      const [from, to, slopes] = [PAGE, PAGE + bytes + 256, PAGE + 2 * bytes + 512];
      const pages = Math.ceil((slopes + 4 * (alpha?.length ?? 0)) / PAGE) + 1;
      const memory = new WebAssembly.Memory({ initial: pages });
      const { exports } = new WebAssembly.Instance(module, { env: { memory } });
      const run = exports[name] as Kernel;
      const operand = new Float32Array(memory.buffer, from, x.length);
      const result = new Float32Array(memory.buffer, to, x.length);
      operand.set(x);
      if (alpha) new Float32Array(memory.buffer, slopes, alpha.length).set(alpha);
      const rows = x.length / columns;
      const calls: Readonly<Record<string, () => void>> = {
        softmax: () => run(from, to, rows, columns),
        prelu: () => run(from, slopes, to, rows, columns),
      };
      const resident = calls[name] ?? (() => run(from, to, x.length));
      return {
        begin: () => {},
        endToEnd: () => {
          operand.set(x);
          resident();
          return result.slice();
        },
        resident,
        residentResult: () => {
          resident();
          return result.slice();
        },
        dispose: () => {},
      };
    },
  };
}
