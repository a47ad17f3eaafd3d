import { engine, explain } from "../wasm/engine.js";
import type { Kernels } from "../wasm/loader.js";
import { compiledModules, initModule } from "../wasm/module.js";
import { MAIN } from "../wasm/registry.js";
import { staging } from "./staging.js";

/**
 * Compiles the kernels off the calling thread, for those who want to choose the moment, and instantiates them in the
 * memory that ordinary arrays pass through. Without it the first call of a function compiles its own (about 1 ms). Once
 * the kernels are in place it has no effect.
 *
 * @param source the module to use instead of the embedded kernels: `dist/lanewise.wasm`, compiled by
 *   the caller (for example with `WebAssembly.compileStreaming`), or a promise of it
 * @throws {TypeError} if `source` is not a module of these kernels
 * @throws {Error} if the engine has no WebAssembly SIMD, no memory, or may not compile here
 */
export function init(source?: WebAssembly.Module | PromiseLike<WebAssembly.Module>): Promise<void> {
  return prepare(MAIN, source);
}

/** `init` of the entry whose kernels are in a module of this name. */
export async function prepare(
  name: string,
  source: WebAssembly.Module | PromiseLike<WebAssembly.Module> | undefined,
): Promise<void> {
  await initModule(name, source);
  try {
    const { memory, instances } = staging("init");
    const { instantiate } = engine("init");
    // Chrome before 115 neither compiles nor instantiates more than 4 KB on the main thread, unless asynchronously.
    for (const module of compiledModules()) {
      const { exports } = await instantiate(module, { env: { memory } });
      if (!instances.has(module)) instances.set(module, exports as Kernels);
    }
  } catch (error) {
    throw explain("init", error);
  }
}
