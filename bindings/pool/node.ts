interface NodeModules {
  "node:worker_threads": typeof import("node:worker_threads");
  "node:os": typeof import("node:os");
}

/** A module of Node itself, where there is one: none is needed to load this file. */
export function nodeModule<K extends keyof NodeModules>(name: K): NodeModules[K] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as never;
}
