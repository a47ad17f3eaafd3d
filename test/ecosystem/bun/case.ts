import type { Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

// The package's own command is made by a script of its installation.
const BUN = "node_modules/@oven/bun-linux-x64/bin/bun";

// As an entry of its own, in the folder of the program.
const WORKER = "node_modules/lanewise/dist/pool-worker.js";
const ENTRIES = ["src/program.js", "src/pool-worker.js"];

export default {
  title: "Bun",
  version: "bun",
  ci: true,
  attempts: [
    { name: "run", run: async (project) => outcomeOf(await project.run(BUN, "src/program.js")) },
    {
      name: "Float16Array",
      run: async (project) => void (await project.run(BUN, "src/halves-program.js")),
    },
    {
      name: "build, with pool-worker.js as an entry",
      run: async (project) => {
        await project.run("cp", WORKER, "src/");
        await project.run(BUN, "build", ...ENTRIES, "--target", "bun", "--outdir", "out");
        return outcomeOf(await project.run(BUN, "out/program.js"));
      },
    },
    {
      name: "build, for browsers, with pool-worker.js copied",
      run: async (project) => {
        await project.run(BUN, "build", "src/index.html", "--outdir", "out");
        await project.run("cp", WORKER, "out/");
        return project.page("out");
      },
    },
    {
      name: "build --compile, with pool-worker.js as an entry",
      run: async (project) => {
        await project.run("cp", WORKER, "src/");
        await project.run(BUN, "build", ...ENTRIES, "--compile", "--outfile", "out/program");
        return outcomeOf(await project.run("out/program"));
      },
    },
  ],
} satisfies Case;
