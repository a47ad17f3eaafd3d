import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Mutant } from "./mutant.js";

/** Mutants made by hand, most of which no test noticed once. */

interface Known {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const KNOWN: readonly Known[] = [
  // A module of the caller's replaces kernels that are in use.
  {
    file: "bindings/wasm/module.ts",
    before: "compiled ??= source instanceof WebAssembly.Module",
    after: "compiled = source instanceof WebAssembly.Module",
  },
  { file: "bindings/wasm/module.ts", before: "compiled ??= module", after: "compiled = module" },
  // A transfer buffer is not given back: when a thread dies, when a message cannot be sent, when a task is done.
  {
    file: "bindings/pool/worker-pool.ts",
    before: "if (buffer) this.#memory.buffers.release(buffer);\n      job.lose",
    after: "job.lose",
  },
  {
    file: "bindings/pool/worker-pool.ts",
    before: "if (inFlight?.buffer) buffers.release(inFlight.buffer);",
    after: "",
  },
  {
    file: "bindings/pool/worker-pool.ts",
    before: "if (buffer) this.#memory.buffers.release(buffer, ",
    after: "if (reply.kind === 'done' && buffer) this.#memory.buffers.release(buffer, ",
  },
  // The tasks of a dead thread keep its place busy.
  { file: "bindings/pool/worker-pool.ts", before: "inFlight.clear();", after: "" },
  // Large buffers are kept, or too many.
  {
    file: "bindings/pool/transfer-buffers.ts",
    before: "returned.byteLength === size",
    after: "returned.byteLength >= size",
  },
  { file: "bindings/pool/transfer-buffers.ts", before: "free.length < count", after: "free.length <= count" },
  {
    file: "bindings/pool/transfer-buffers.ts",
    before: "if (memory === id) free.add(byteOffset)",
    after: "free.add(byteOffset)",
  },
  // Inherited names: refused, ignored, or taken from Object.prototype.
  { file: "bindings/checks/options.ts", before: "if (!ownProperty.call(options, name)) continue;", after: "" },
  {
    file: "bindings/checks/options.ts",
    before: '("negativeSlope" in ROOT ? belowRoot(options, "negativeSlope") : options.negativeSlope)',
    after: "options.negativeSlope",
  },
  {
    file: "bindings/checks/options.ts",
    before: "name in ROOT ? belowRoot(options, name) : options[name]",
    after: "options[name]",
  },
  { file: "bindings/checks/options.ts", before: "at !== null && at !== ROOT", after: "at !== null" },
  {
    file: "bindings/checks/options.ts",
    before: "at !== ROOT; at = Object.getPrototypeOf(at)",
    after: "at !== ROOT; at = null",
  },
];

export function knownMutants(): Mutant[] {
  return KNOWN.map(({ file, before, after }) => {
    const text = readFileSync(file, "utf8");
    const start = text.indexOf(before);
    if (start < 0 || text.includes(before, start + 1)) {
      throw new Error(`scripts/mutants/known.ts: expected once in ${file}: ${before}`);
    }
    const line = text.slice(0, start).split("\n").length;
    const area = file.startsWith("cli/") ? "cli" : "bindings";
    return { area, group: dirname(file), file, line, start, end: start + before.length, place: "known", before, after };
  });
}
