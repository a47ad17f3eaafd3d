import type { Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

export default {
  title: "tsup",
  version: "tsup",
  attempts: [
    {
      name: "a library, lanewise external",
      run: async (project) => {
        await project.run("tsup", "src/program.js", "--format", "esm", "--out-dir", "out", "--external", "lanewise");
        return outcomeOf(await project.run("node", "out/program.js"));
      },
    },
    {
      name: "a bundle, with pool-worker.js copied",
      run: async (project) => {
        await project.run("tsup", "src/program.js", "--format", "esm", "--out-dir", "out");
        await project.run("cp", "node_modules/lanewise/dist/pool-worker.js", "out/");
        return outcomeOf(await project.run("node", "out/program.js"));
      },
    },
  ],
} satisfies Case;
