import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withSharedMemory } from "../../bindings/pool/shared-module.js";

/** The module for shared memory: the same except for the kind of memory that it imports. */

const bytes = new Uint8Array(readFileSync(new URL("../../dist/lanewise.wasm", import.meta.url)));

interface Section {
  readonly id: number;
  readonly content: Buffer;
}

/** Sections, read apart from bindings/pool/shared-module.ts. */
function sectionsOf(module: Uint8Array): Section[] {
  const all = Buffer.from(module);
  const sections: Section[] = [];
  let at = 8;
  while (at < all.length) {
    const id = all[at++]!;
    let size = 0;
    let factor = 1;
    let byte: number;
    do {
      byte = all[at++]!;
      size += (byte & 127) * factor;
      factor *= 128;
    } while (byte & 128);
    sections.push({ id, content: all.subarray(at, at + size) });
    at += size;
  }
  return sections;
}

const IMPORT = 2;

test("every section but the import is the same, byte for byte", () => {
  const before = sectionsOf(bytes);
  const after = sectionsOf(withSharedMemory(bytes));
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  for (const [i, { id, content }] of before.entries()) {
    if (id !== IMPORT) expect(Buffer.compare(content, after[i]!.content), `section ${id}`).toBe(0);
  }
  expect(before.some(({ id }) => id === 10)).toBe(true);
});

test("it takes shared memory and no other", () => {
  const module = new WebAssembly.Module(withSharedMemory(bytes));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  const link = (descriptor: WebAssembly.MemoryDescriptor) => () =>
    new WebAssembly.Instance(module, { env: { memory: new WebAssembly.Memory(descriptor) } });
  expect(link({ initial: 1, maximum: 1 })).toThrow(WebAssembly.LinkError);
  const { exports } = link({ initial: 1, maximum: 65_536, shared: true })();
  expect(Object.keys(exports)).toEqual(
    WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name),
  );
});

test("a section before the imports may have any length", () => {
  const header = bytes.subarray(0, 8);
  for (const length of [0, 1, 127, 128, 129, 255, 256, 16_383, 16_384]) {
    const size = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
    const encoded = length < 16_384 ? size : [128, 128, 1];
    const module = Uint8Array.from([...header, 9, ...encoded, ...new Uint8Array(length), ...bytes.subarray(8)]);
    const after = sectionsOf(withSharedMemory(module));
    expect(after[0]!.content.length, `${length} bytes`).toBe(length);
    expect(after.length).toBe(sectionsOf(bytes).length + 1);
  }
});

test("another module is refused", () => {
  expect(() => withSharedMemory(bytes.slice(0, 8))).toThrow("import no memory");
});
