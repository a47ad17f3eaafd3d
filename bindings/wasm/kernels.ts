import { instantiateSync } from "@assemblyscript/loader";
import type { ElementType } from "../core/types.js";

/** All kernels take numbers only: addresses, counts, parameters. Few return one. */
export type Kernel = (...numbers: number[]) => number | undefined;

/** Every kernel by its export name. */
export type Kernels = Readonly<Record<string, Kernel>>;

/**
 * Instantiates the kernels over a memory. The one place that knows the AssemblyScript loader,
 * which is bundled into the published file without what it does when imported
 * (scripts/build/bundle.mjs). The instance's own exports: the loader's wrap each call in another.
 */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return instantiateSync(module, { env: { memory } }).instance.exports as unknown as Kernels;
}

/** The numbers of a kernel's two exports: see `kernelOf`. */
export type Exports = Readonly<Record<ElementType, number>>;

const names: string[] = [];

/** A kernel that the functions need and the module does not export, if there is one. */
export function missingKernel(module: WebAssembly.Module): string | undefined {
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  return names.find((name) => !exported.has(name));
}

export function exportsOf(stem: string): Exports {
  return { f32: names.push(`${stem}_f32`) - 1, f64: names.push(`${stem}_f64`) - 1 };
}

/** Kernels over one memory: those that were used stand in a list by their numbers, too. */
export interface Instance {
  readonly kernels: Kernels;
  readonly found: Kernel[];
}

/** A kernel by its number: 5 to 10 ns sooner than by its name, in calls that take 50. */
export function kernelOf({ kernels, found }: Instance, number: number): Kernel {
  return (found[number] ??= kernels[names[number]!]!);
}
