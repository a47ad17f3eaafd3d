import { instantiateSync } from "@assemblyscript/loader";

/** All kernels take numbers only: addresses, counts, parameters. Few return one. */
export type Kernel = (...numbers: number[]) => number | undefined;

/** Kernels by their export names. */
export type Kernels = Readonly<Record<string, Kernel>>;

/**
 * Instantiates kernels over a memory. The one place that knows the AssemblyScript loader. Of the loader the published
 * files have what a module without strings, arrays and classes needs (scripts/build/loader.mjs). The kernels are the
 * instance's own exports: the loader's wrap each call in another.
 */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return instantiateSync(module, { env: { memory } }).instance.exports as unknown as Kernels;
}
