import { vi } from "vitest";

/**
 * The arguments of each use of these constructors of WebAssembly, until `vi.unstubAllGlobals()`. A
 * spy would not be the class of its instances.
 */
export function countConstructions<K extends "Module" | "Instance" | "Memory">(...names: K[]): Record<K, unknown[][]> {
  const counts = Object.fromEntries(names.map((name) => [name, [] as unknown[][]])) as Record<K, unknown[][]>;
  const counting = Object.create(WebAssembly) as object;
  for (const name of names) {
    const value = new Proxy(WebAssembly[name], {
      construct(target: new (...values: never[]) => object, values: never[]) {
        counts[name].push(values);
        return new target(...values);
      },
    });
    Object.defineProperty(counting, name, { value });
  }
  vi.stubGlobal("WebAssembly", counting);
  return counts;
}
