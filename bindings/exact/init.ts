import { prepare } from "../memory/init.js";
import { initModuleSync } from "../wasm/module.js";

/**
 * As `init` of the main entry. Its module is `lanewise/exact.wasm`.
 *
 * @param source the module to use instead of the embedded kernels, or a promise of it
 * @throws {TypeError} if `source` is not a module of these kernels
 * @throws {Error} if the engine has no WebAssembly SIMD, no memory, or may not compile here
 */
export function init(source?: WebAssembly.Module | PromiseLike<WebAssembly.Module>): Promise<void> {
  return prepare("exact", source);
}

/**
 * The same at once, on the calling thread.
 *
 * @param source the module to use instead of the embedded kernels
 * @throws as `init`
 */
export function initSync(source?: WebAssembly.Module): void {
  initModuleSync("exact", source);
}
