import type { Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

export default {
  title: "Deno",
  version: "deno",
  ci: true,
  attempts: [
    { name: "run", run: async (project) => outcomeOf(await project.run("deno", "run", "-A", "src/program.js")) },
    {
      name: "Float16Array",
      run: async (project) => void (await project.run("deno", "run", "-A", "src/halves-program.js")),
    },
    {
      name: "bundle, with pool-worker.js copied",
      run: async (project) => {
        await project.run("deno", "bundle", "-o", "out/program.js", "src/program.js");
        await project.run("cp", "node_modules/lanewise/dist/pool-worker.js", "out/");
        return outcomeOf(await project.run("deno", "run", "-A", "out/program.js"));
      },
    },
  ],
} satisfies Case;
