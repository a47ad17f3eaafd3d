import { engine } from "../wasm/engine.js";
import { bytesOf } from "../wasm/module.js";
import type { Family } from "../wasm/registry.js";

const IMPORTS = 2;
const MEMORY = 2;
const SHARED_WITH_MAXIMUM = 3;
/** 65,536 pages: 4 GiB, all that an address reaches. */
const MOST_PAGES = [0x80, 0x80, 0x04];

/** The modules that were compiled for shared memory. */
export const compiled = new Map<Family, WebAssembly.Module>();

/** The kernels of a family for shared memory; compiles them now if nobody has. */
export function sharedModuleOf(op: string, family: Family): WebAssembly.Module {
  let module = compiled.get(family);
  if (!module) compiled.set(family, (module = new (engine(op).Module)(withSharedMemory(bytesOf(op, family)))));
  return module;
}

/**
 * The same module with its only import a shared memory. The code stays byte for byte what it is, and no second
 * file, different in a few bytes, need be shipped.
 */
export function withSharedMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // After magic number and version come sections, each its id, its size and its content.
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at]!;
    const [size, start] = readUnsigned(bytes, at + 1);
    if (id === IMPORTS) {
      const content = sharedImport(bytes.subarray(start, start + size));
      return concatenated(bytes.subarray(0, at + 1), [content.length], content, bytes.subarray(start + size));
    }
    at = start + size;
  }
  throw new Error("the kernels import no memory");
}

/** One import, `env.memory`, as the tests of the engine want it. */
function sharedImport(content: Uint8Array): Uint8Array {
  let at = 1;
  for (let names = 0; names < 2; names++) at += 1 + content[at]!;
  if (content[0] !== 1 || content[at] !== MEMORY) throw new Error("the kernels import more than a memory");
  const [pages] = readUnsigned(content, at + 2);
  return concatenated(content.subarray(0, at + 1), [SHARED_WITH_MAXIMUM, pages], MOST_PAGES);
}

/** A number in LEB128, and where the next byte is. */
function readUnsigned(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function concatenated(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
