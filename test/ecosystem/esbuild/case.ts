import type { Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

const worker = "node_modules/lanewise/dist/pool-worker.js";

export default {
  title: "esbuild",
  version: "esbuild",
  attempts: [
    {
      name: "with pool-worker.js copied",
      run: async (project) => {
        await project.run("esbuild", "src/page.js", "--bundle", "--format=esm", "--minify", "--outdir=out");
        await project.run("cp", worker, "src/index.html", "out/");
        return project.page("out");
      },
    },
    {
      name: "for Node, with pool-worker.js copied",
      run: async (project) => {
        const options = ["--bundle", "--format=esm", "--platform=node", "--outfile=out/program.mjs"];
        await project.run("esbuild", "src/program.js", ...options);
        await project.run("cp", worker, "out/");
        return outcomeOf(await project.run("node", "out/program.mjs"));
      },
    },
  ],
} satisfies Case;
