import { wrongKind } from "../core/errors.js";
import { WASM } from "./embedded.js";

let compiled: WebAssembly.Module | undefined;

/**
 * Compiles the kernels off the calling thread, for those who want to choose the moment. Without
 * it the first call compiles them (about 5 ms). Once the kernels are in place it has no effect.
 *
 * @param source the module to use instead of the embedded one: `dist/lanewise.wasm`, compiled by
 *   the caller (for example with `WebAssembly.compileStreaming`), or a promise of it
 * @throws {TypeError} if `source` is not a module of these kernels
 * @throws {Error} if the engine has no WebAssembly SIMD or the page forbids WebAssembly
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
  if (!(source instanceof WebAssembly.Module)) {
    const expected = "a WebAssembly.Module of this realm";
    throw wrongKind("init", "source", expected, source, "compile lanewise.wasm with WebAssembly.compile");
  }
  const imports = WebAssembly.Module.imports(source).map(({ module, name }) => `${module}.${name}`);
  const exports = WebAssembly.Module.exports(source);
  if (imports.join() !== "env.memory" || !exports.some(({ name }) => name === "sigmoid_f32")) {
    throw new TypeError(
      'init: "source" expected the kernels of this version of lanewise, got another module; compile "lanewise/lanewise.wasm"',
    );
  }
  compiled ??= source;
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

function engine(op: string): typeof WebAssembly {
  if (typeof WebAssembly !== "undefined") return WebAssembly;
  throw new Error(`${op}: "WebAssembly" expected an engine with WebAssembly SIMD, got none; update the engine`);
}

/** Tells the two causes that are not ours: an engine without SIMD, and a content security policy. */
function explain(op: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !/CompileError|LinkError/.test(cause.name)) return cause;
  const remedy = WebAssembly.validate(kernelBytes())
    ? `leave to compile it, got "${cause.message}"; allow 'wasm-unsafe-eval' in the page's Content-Security-Policy script-src`
    : "an engine with WebAssembly SIMD, got one without; use Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or later";
  return new Error(`${op}: "WebAssembly" expected ${remedy}`, { cause });
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
