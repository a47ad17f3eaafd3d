import { instantiateSync } from "@assemblyscript/loader";
import type { ElementType } from "./arrays.js";

/** Every kernel by its export name. All take numbers only: addresses, counts, parameters. Few return one. */
export type Kernels = Readonly<Record<string, (...numbers: number[]) => number | undefined>>;

/**
 * Instantiates the kernels over a memory. The one place that knows the AssemblyScript loader,
 * which is bundled into the published file without what it does when imported
 * (scripts/bundle.mjs). The instance's own exports: the loader's wrap each call in another.
 */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return instantiateSync(module, { env: { memory } }).instance.exports as unknown as Kernels;
}

/** The names of a kernel's exports. */
export type Exports = Readonly<Record<ElementType, string>>;

/** A kernel's two exports. Made once: an engine looks up a name that it has just joined slowly. */
export function exportsOf(stem: string): Exports {
  return { f32: `${stem}_f32`, f64: `${stem}_f64` };
}
