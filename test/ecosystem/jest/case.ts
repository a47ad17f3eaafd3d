import type { Case } from "../case.js";

export default {
  title: "Jest",
  version: "jest",
  attempts: [
    {
      name: "CommonJS",
      run: async (project) => {
        await project.run("jest", "commonjs.test.cjs");
        return undefined;
      },
    },
    {
      name: "ES modules, --experimental-vm-modules",
      run: async (project) => {
        await project.run("node", "--experimental-vm-modules", "node_modules/.bin/jest", "module.test.mjs");
        return undefined;
      },
    },
  ],
} satisfies Case;
