import type { Case } from "../case.js";

const NODE = "node_modules/node-24/bin/node";
const MODULES = ["--experimental-vm-modules", "node_modules/.bin/jest"];

export default {
  title: "Jest",
  version: "jest",
  attempts: [
    {
      name: "CommonJS, transformed",
      run: async (project) => {
        await project.run("jest", "commonjs.test.cjs", "--config", "transforming.config.js");
        return undefined;
      },
    },
    {
      name: "CommonJS, Node 24, --experimental-vm-modules",
      run: async (project) => {
        // From 24.9 on, Jest can require an ES module.
        await project.run(NODE, ...MODULES, "commonjs.test.cjs");
        return undefined;
      },
    },
    {
      name: "ES modules, --experimental-vm-modules",
      run: async (project) => {
        await project.run("node", ...MODULES, "module.test.mjs");
        return undefined;
      },
    },
  ],
} satisfies Case;
