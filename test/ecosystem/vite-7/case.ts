import type { Case } from "../case.js";

export default {
  title: "Vite 7",
  version: "vite",
  attempts: [
    {
      name: "dev",
      run: (project) => project.served(["vite", "-c", "optimizing.config.js"], { path: "src/index.html" }),
      without: { threads: /optimizeDeps/ },
    },
    {
      name: "dev, without optimizeDeps",
      run: (project) => project.served(["vite"], { path: "src/index.html" }),
    },
    {
      name: "build",
      run: async (project) => {
        await project.run("vite", "build");
        return project.page("dist", { path: "src/index.html" });
      },
    },
  ],
} satisfies Case;
