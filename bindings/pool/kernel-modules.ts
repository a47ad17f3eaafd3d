import { moduleOf } from "../wasm/module.js";
import { families } from "../wasm/registry.js";
import type { Kernels } from "./protocol.js";
import { sharedModuleOf } from "./shared-module.js";

/** The kernels of all loaded functions for a worker, which has the functions, but no kernels. */
export function kernelModules(shared: boolean): Kernels {
  const compiled = (modules: typeof moduleOf) =>
    Object.fromEntries(Array.from(families(), (family) => [family.name, modules("pool.run", family)]));
  return { kind: "kernels", own: compiled(moduleOf), shared: shared ? compiled(sharedModuleOf) : {} };
}
