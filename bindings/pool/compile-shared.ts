import { engine, explain } from "../wasm/engine.js";
import { bytesOf } from "../wasm/module.js";
import { families } from "../wasm/registry.js";
import { compiled, withSharedMemory } from "./shared-module.js";

/** Compiles the kernels of all loaded functions for shared memory, off the calling thread. */
export async function compileShared(op: string): Promise<void> {
  try {
    const { compile } = engine(op);
    await Promise.all(
      [...families()].map(async (family) => {
        if (compiled.has(family)) return;
        const module = await compile(withSharedMemory(bytesOf(op, family)));
        if (!compiled.has(family)) compiled.set(family, module);
      }),
    );
  } catch (error) {
    throw explain(op, error);
  }
}
