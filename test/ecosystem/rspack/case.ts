import type { Case } from "../case.js";

export default {
  title: "Rspack",
  version: "@rspack/core",
  attempts: [
    {
      name: "",
      run: async (project) => {
        await project.run("node", "build.js");
        return project.page("dist");
      },
    },
  ],
} satisfies Case;
