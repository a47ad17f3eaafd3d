import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Case } from "../case.js";
import type { Project } from "../project.js";

/** The tarball of a copy of the package that was made with this umask. */
async function packedWith({ folder, run }: Project, umask: string): Promise<Buffer> {
  const copy = `umask-${umask}`;
  const modes = resolve("scripts/build/modes.mjs");
  const commands = [
    `umask ${umask}`,
    `cp -r --no-preserve=mode node_modules/lanewise ${copy}`,
    `cd ${copy}`,
    `node ${modes}`,
    "npm pack --ignore-scripts",
  ];
  await run("sh", "-c", commands.join(" && "));
  const name = readdirSync(join(folder, copy)).find((file) => file.endsWith(".tgz"))!;
  return readFileSync(join(folder, copy, name));
}

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
          ...["lanewise.wasm", "exact.wasm", "formula.wasm"],
          "pool-worker.js",
        );
        return undefined;
      },
    },
    {
      name: "the same tarball whatever the umask",
      run: async (project) => {
        const tarballs = await Promise.all(["077", "002"].map((umask) => packedWith(project, umask)));
        if (!tarballs[0]!.equals(tarballs[1]!)) throw new Error("the tarballs differ");
        return undefined;
      },
    },
  ],
} satisfies Case;
