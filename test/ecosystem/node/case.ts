import type { Attempt, Case } from "../case.js";
import { outcomeOf } from "../case.js";

const program = (major: number, ...options: readonly string[]): Attempt => ({
  name: [major, ...options].join(" "),
  run: async (project) => outcomeOf(await project.run(binary(major), ...options, "src/program.js")),
});

const binary = (major: number) => `node_modules/node-${major}/bin/node`;

const permitted = ["--permission", "--allow-fs-read=*"];

export default {
  title: "Node",
  ci: true,
  attempts: [
    program(20),
    program(22),
    program(24),
    program(26),
    program(24, ...permitted, "--allow-worker"),
    { ...program(24, ...permitted), without: { threads: /--allow-worker/ } },
    {
      ...program(24, "--jitless"),
      without: { functions: /WebAssembly/, threads: /WebAssembly/, streams: /WebAssembly/ },
    },
  ],
} satisfies Case;
