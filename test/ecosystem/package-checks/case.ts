import type { Case } from "../case.js";

export default {
  title: "Package",
  ci: true,
  attempts: [
    {
      name: "publint",
      run: async (project) => {
        await project.run("publint", "node_modules/lanewise", "--strict");
        return undefined;
      },
    },
    {
      name: "Are the types wrong?",
      run: async (project) => {
        // An ES module alone: CommonJS loads it by require(esm).
        await project.run(
          "attw",
          project.tarball,
          "--profile",
          "esm-only",
          "--exclude-entrypoints",
          "lanewise.wasm",
          "pool-worker.js",
        );
        return undefined;
      },
    },
  ],
} satisfies Case;
