interface NodeModules {
  "node:worker_threads": typeof import("node:worker_threads");
  "node:os": typeof import("node:os");
}

/** A module of Node, if the engine has it: a static import would keep this file from loading elsewhere. */
export function nodeBuiltin<K extends keyof NodeModules>(name: K): NodeModules[K] | undefined {
  return ofProcess((process) => process?.getBuiltinModule?.(name)) as never;
}

/** The version of Node, if the engine is Node. */
export function nodeVersion(): string | undefined {
  return ofProcess((process) => process?.versions?.node);
}

/** Next's edge runtime has a process whose members throw. */
function ofProcess<T>(ask: (process: Partial<NodeJS.Process> | undefined) => T): T | undefined {
  try {
    return ask(globalThis.process);
  } catch {
    return undefined;
  }
}

/** The global of Deno, which has Web Workers and timers of its own. */
export const deno = (globalThis as { Deno?: { unrefTimer?(id: unknown): void } }).Deno;

/** Lets a process end before the timer does. */
export function unrefTimer(timer: ReturnType<typeof setTimeout>): void {
  if (typeof timer === "object") timer.unref();
  else deno?.unrefTimer?.(timer);
}
