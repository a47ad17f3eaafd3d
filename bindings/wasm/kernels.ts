import { explain } from "./engine.js";
import { instantiate, type Kernel, type Kernels } from "./loader.js";
import { exportNumbered, type Family } from "./registry.js";

export type { Kernel } from "./loader.js";
export { type Exports, exportsOf, type KernelStem } from "./registry.js";

/** The kernels over one memory. Those that were used stand in a list, by their numbers. */
export interface Instance {
  readonly memory: WebAssembly.Memory;
  /** The module of a family, compiled for this kind of memory. */
  readonly moduleOf: (op: string, family: Family) => WebAssembly.Module;
  readonly instances: Map<WebAssembly.Module, Kernels>;
  readonly found: Kernel[];
}

/** A kernel by its number: 5 to 10 ns sooner than by its name, in calls that take 50. */
export function kernelOf(op: string, instance: Instance, number: number): Kernel {
  return (instance.found[number] ??= find(op, instance, number));
}

/** Compiles and instantiates the kernel's family, where no call has done so. */
function find(op: string, { memory, moduleOf, instances }: Instance, number: number): Kernel {
  const { family, name } = exportNumbered(number);
  try {
    const module = moduleOf(op, family);
    let kernels = instances.get(module);
    if (!kernels) instances.set(module, (kernels = instantiate(module, memory)));
    return kernels[name]!;
  } catch (error) {
    throw explain(op, error);
  }
}
