import type { Case } from "./case.js";

/** Vite 5 to 7, whose optimizer takes pool.js out of the folder of its worker in development. */
export function viteWithOptimizer(title: string): Case {
  return {
    title,
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
  };
}
