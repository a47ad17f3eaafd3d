import type { ElementType } from "../core/types.js";

/**
 * Kernels that share code and are compiled together: bindings/wasm/families/ has them all, and a bundle
 * has the families of the functions that it uses.
 */
export interface Family {
  readonly name: string;
  /** The module that has its kernels, if it is not `lanewise.wasm`. */
  readonly module?: string;
  /** The module, as text (scripts/build/encoding.ts). Empty where the kernels come from elsewhere. */
  readonly code: string;
}

/** Names of modules: `lanewise.wasm`, and the one whose kernels are for f32 alone. */
export const MAIN = "lanewise";
const EXACT = "exact";

/** A kernel for both element types: the names of its exports without `_f32`, `_f64`. */
export interface KernelStem {
  readonly family: Family;
  readonly stem: string;
}

/** The numbers of a kernel's two exports: see `kernelOf`. */
export type Exports = Readonly<Record<ElementType, number>>;

interface KernelExport {
  readonly family: Family;
  readonly name: string;
}

const registered: KernelExport[] = [];
const found = new Set<Family>();

/** Registers a kernel, or with a suffix the kernel next to it, such as `_grad`; returns the numbers of its exports. */
export function exportsOf({ family, stem }: KernelStem, suffix = ""): Exports {
  found.add(family);
  const add = (type: ElementType) => registered.push({ family, name: `${stem}${suffix}_${type}` }) - 1;
  return { f32: add("f32"), f64: add("f64") };
}

/** Registers a kernel for f32 alone, and returns its number. */
export function registerSingle({ family, stem }: KernelStem): number {
  found.add(family);
  return registered.push({ family, name: `${stem}_f32` }) - 1;
}

export function exportNumbered(number: number): KernelExport {
  return registered[number]!;
}

/** The families of all functions that the program has loaded. */
export function families(): ReadonlySet<Family> {
  return found;
}

/** True if a module has all kernels that the functions need of the module of this name. */
export function hasKernels(module: WebAssembly.Module, name: string): boolean {
  const exported = new Set(WebAssembly.Module.exports(module).map((each) => each.name));
  const needed = registered.filter(({ family }) => (family.module ?? MAIN) === name);
  // The kernels of lanewise/exact have the names of the main ones, for f32 alone.
  return needed.every((each) => exported.has(each.name) === (name !== EXACT || each.name.endsWith("_f32")));
}
