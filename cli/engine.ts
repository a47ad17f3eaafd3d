import { Workspace } from "lanewise";
import type { Call } from "./operation.js";

/** What computes, and the memory it computes in. */
export interface Engine {
  readonly threads: number;
  workspace(bytes: number): Workspace;
  /** Calls a function with arrays of the workspace. */
  run(call: Call): unknown;
  close(): Promise<void>;
}

/** The thread that reads and writes computes, too. */
export function singleThread(): Engine {
  return {
    threads: 1,
    workspace: (bytes) => new Workspace({ bytes }),
    run: ([f, ...args]) => f(...(args as never[])),
    close: async () => {},
  };
}
