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
    {
      name: "a component of Vue",
      run: async (project) => {
        await project.run("vite", "build");
        const text: unknown = await project.page("dist", { path: "vue.html" });
        if (text !== "0.50 0.50") throw new Error(`expected 0.50 0.50, got ${text}`);
        return undefined;
      },
    },
  ],
} satisfies Case;
