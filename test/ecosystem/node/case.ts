import type { Attempt, Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

const program = (major: number, ...options: readonly string[]): Attempt => ({
  name: [major, ...options].join(" "),
  version: `node-${major}`,
  run: async (project) => outcomeOf(await project.run(binary(major), ...options, "src/program.js")),
});

const silent = (name: string, major: number, ...options: readonly string[]): Attempt => ({
  name,
  version: `node-${major}`,
  run: async (project) => {
    await project.run(binary(major), ...options);
    return undefined;
  },
});

const binary = (major: number) => `node_modules/node-${major}/bin/node`;

const permitted = ["--permission", "--allow-fs-read=*"];

export default {
  title: "Node",
  ci: true,
  attempts: [
    { ...program(18), without: { threads: /Node 20.19 or later/ } },
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
    silent("24, in a bare vm context", 24, "--experimental-vm-modules", "context.js"),
    silent("24, Float16Array", 24, "src/halves-program.js"),
    silent("26, Float16Array", 26, "src/halves-program.js"),
    silent("20, require", 20, "require.cjs"),
    silent("20, lanewise/core", 20, "core.js"),
  ],
} satisfies Case;
