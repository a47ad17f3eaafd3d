import type { Case } from "../case.js";

export default {
  title: "Rollup",
  version: "rollup",
  attempts: [
    {
      name: "with pool-worker.js copied",
      run: async (project) => {
        await project.run("rollup", "src/page.js", "-d", "src", "--entryFileNames", "bundle.js", "-p", "node-resolve");
        await project.run("cp", "node_modules/lanewise/dist/pool-worker.js", "src/");
        await project.run("sed", "-i", "s/page.js/bundle.js/", "src/index.html");
        return project.page("src");
      },
    },
  ],
} satisfies Case;
