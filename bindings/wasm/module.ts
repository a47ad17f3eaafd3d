import { wrongKind } from "../core/errors.js";
import { WASM } from "./embedded.js";
import { engine, explain } from "./engine.js";
import { missingKernel } from "./kernels.js";

let compiled: WebAssembly.Module | undefined;

/**
 * Compiles the kernels off the calling thread, for those who want to choose the moment. Without
 * it the first call compiles them (about 5 ms). Once the kernels are in place it has no effect.
 *
 * @param source the module to use instead of the embedded one: `dist/lanewise.wasm`, compiled by
 *   the caller (for example with `WebAssembly.compileStreaming`), or a promise of it
 * @throws {TypeError} if `source` is not a module of these kernels
 * @throws {Error} if the engine has no WebAssembly SIMD, no memory, or may not compile here
 */
export async function init(source?: WebAssembly.Module | PromiseLike<WebAssembly.Module>): Promise<void> {
  if (source !== undefined) return initSync(await source);
  if (compiled) return;
  try {
    const module = await engine("init").compile(kernelBytes());
    compiled ??= module;
  } catch (error) {
    throw explain("init", error);
  }
}

/**
 * The same at once, on the calling thread.
 *
 * @param source the module to use instead of the embedded one
 * @throws as `init`
 */
export function initSync(source?: WebAssembly.Module): void {
  if (source === undefined) {
    kernelModule("initSync");
    return;
  }
  const imports = importsOf(source);
  if (!imports) {
    const expected = "a WebAssembly.Module";
    throw wrongKind("init", "source", expected, source, "compile lanewise.wasm with WebAssembly.compile");
  }
  if (imports.join() !== "env.memory" || missingKernel(source) !== undefined) {
    throw new TypeError(
      'init: "source" expected the kernels of this version of lanewise, got another module; compile "lanewise/lanewise.wasm"',
    );
  }
  // A module of another realm is one, too, but the loader goes by class.
  compiled ??= source instanceof WebAssembly.Module ? source : structuredClone(source);
}

/** The imports of a module of any realm, or undefined if it is no module. */
function importsOf(source: WebAssembly.Module): string[] | undefined {
  try {
    return engine("init")
      .Module.imports(source)
      .map(({ module, name }) => `${module}.${name}`);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The compiled kernels; compiles them now if nobody has. */
export function kernelModule(op: string): WebAssembly.Module {
  if (compiled) return compiled;
  try {
    compiled = new (engine(op).Module)(kernelBytes());
  } catch (error) {
    throw explain(op, error);
  }
  return compiled;
}

/** The bytes of the embedded kernels. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return decode(WASM);
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
