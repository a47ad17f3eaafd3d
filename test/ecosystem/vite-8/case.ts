import type { Case } from "../case.js";

export default {
  title: "Vite 8",
  version: "vite",
  ci: true,
  attempts: [
    { name: "dev", run: (project) => project.served(["vite"], { path: "src/index.html" }) },
    {
      name: "build",
      run: async (project) => {
        await project.run("vite", "build");
        return project.page("dist", { path: "src/index.html" });
      },
    },
  ],
} satisfies Case;
