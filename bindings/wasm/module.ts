import { message, wrongKind } from "../core/errors.js";
import { decode } from "./decode.js";
import { engine, explain } from "./engine.js";
import { type Family, families, hasKernels, MAIN } from "./registry.js";

/** Modules that the caller gave, with all kernels, by their names. */
const whole = new Map<string, WebAssembly.Module>();
const compiled = new Map<Family, WebAssembly.Module>();

/** Compiles the kernels in the module of this name off the calling thread, or takes the module. */
export async function initModule(
  name: string,
  source: WebAssembly.Module | PromiseLike<WebAssembly.Module> | undefined,
): Promise<void> {
  if (source !== undefined) return initModuleSync(name, await source);
  try {
    const { compile } = engine("init");
    await Promise.all(
      [...families()].map(async (family) => {
        if (!isCompiled(family)) provide(family, await compile(bytesOf("init", family)));
      }),
    );
  } catch (error) {
    throw explain("init", error);
  }
}

/**
 * The same at once, on the calling thread.
 *
 * @param source the module to use instead of the embedded kernels
 * @throws as `init`
 */
export function initSync(source?: WebAssembly.Module): void {
  initModuleSync(MAIN, source);
}

/** `initSync` of the entry whose kernels are in a module of this name. */
export function initModuleSync(name: string, source: WebAssembly.Module | undefined): void {
  if (source === undefined) {
    try {
      for (const family of families()) moduleOf("initSync", family);
    } catch (error) {
      throw explain("initSync", error);
    }
    return;
  }
  const imports = importsOf(source);
  if (!imports) {
    const expected = "a WebAssembly.Module";
    throw wrongKind("init", "source", expected, source, `compile ${name}.wasm with WebAssembly.compile`);
  }
  if (imports.join() !== "env.memory" || !hasKernels(source, name)) {
    const expected = "the kernels of this version of lanewise";
    throw new TypeError(message("init", "source", expected, "another module", `compile "lanewise/${name}.wasm"`));
  }
  if (!whole.has(name)) whole.set(name, source);
}

/** True if a module has the family's kernels. */
function isCompiled(family: Family): boolean {
  return compiled.has(family) || whole.has(family.module ?? MAIN);
}

/** The modules of the families that are compiled. */
export function compiledModules(): ReadonlySet<WebAssembly.Module> {
  const list = [...families()].filter(isCompiled);
  return new Set(list.map((family) => moduleOf("init", family)));
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

/** The compiled kernels of a family; compiles them now if nobody has. Callers explain the engine's errors. */
export function moduleOf(op: string, family: Family): WebAssembly.Module {
  let module = compiled.get(family) ?? whole.get(family.module ?? MAIN);
  if (!module) compiled.set(family, (module = new (engine(op).Module)(bytesOf(op, family))));
  return module;
}

/** Takes a family's module, unless there is one. */
export function provide(family: Family, module: WebAssembly.Module): void {
  if (!compiled.has(family)) compiled.set(family, module);
}

/** The bytes of the embedded kernels of a family. */
export function bytesOf(op: string, { code, module = MAIN }: Family): Uint8Array<ArrayBuffer> {
  if (code === "") {
    const from = module === MAIN ? "" : ` of lanewise/core/${module}`;
    const remedy = `call await init(WebAssembly.compileStreaming(fetch(url)))${from} first`;
    throw new Error(message(op, "kernels", `${module}.wasm`, "no module", remedy));
  }
  return decode(code);
}

/** False in `lanewise/core`, whose kernels are a file. */
export function areEmbedded(): boolean {
  for (const { code } of families()) if (code === "") return false;
  return true;
}
