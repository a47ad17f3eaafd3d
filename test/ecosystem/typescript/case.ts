import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Attempt, Case } from "../case.js";
import type { Project } from "../project.js";

interface Setting {
  readonly files: readonly string[];
  readonly lib: readonly string[];
  readonly types?: readonly string[];
  readonly moduleResolution?: string;
}

const SETTINGS: readonly Setting[] = [
  { files: ["plain.ts", "wasm.ts"], lib: ["es2022"] },
  { files: ["plain.ts", "dom.ts"], lib: ["es2022", "dom"] },
  { files: ["plain.ts", "node.ts"], lib: ["es2022"], types: ["node"] },
];
const GENERIC_ARRAYS: Setting = { files: ["generic-arrays.ts"], lib: ["es2022"] };
/** From 5.8 on, `lib` has Float16Array. */
const HALVES: Setting = { files: ["plain.ts", "halves.ts"], lib: ["es2022", "esnext.float16"] };
const NODE_10: Setting = { files: ["plain.ts", "entries.ts"], lib: ["es2022"], moduleResolution: "node10" };

/** Compiles with nothing left out, declarations of what is exported among it. */
function compile(project: Project, version: string, { files, ...options }: Setting): Promise<string> {
  const compilerOptions = {
    ...{
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      declaration: true,
      rootDir: ".",
      outDir: "out",
    },
    ...{ target: "es2022", module: "esnext", moduleResolution: "bundler", types: [] },
    ...options,
  };
  writeFileSync(
    join(project.folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: files.map((file) => `programs/${file}`) }),
  );
  return project.run("node", `node_modules/typescript-${version}/bin/tsc`);
}

const compiler = (version: string, settings: readonly Setting[], rest: Partial<Attempt> = {}): Attempt => ({
  name: version,
  version: `typescript-${version}`,
  ...rest,
  run: async (project) => {
    for (const setting of settings) await compile(project, version, setting);
    return undefined;
  },
});

export default {
  title: "TypeScript",
  ci: true,
  attempts: [
    {
      name: "5.3, which is told that it is too old",
      run: async (project) => {
        const setting = { ...SETTINGS[0]!, files: ["too-old.ts"] };
        const outcome = await compile(project, "5.3", setting).catch(String);
        if (!outcome.includes("lanewise needs TypeScript 5.4 or later")) throw new Error(outcome);
        return undefined;
      },
    },
    compiler("5.4", [...SETTINGS, NODE_10]),
    compiler("5.7", [...SETTINGS, GENERIC_ARRAYS, NODE_10], { rare: true }),
    compiler("5.9", [...SETTINGS, GENERIC_ARRAYS, HALVES, NODE_10], { rare: true }),
    compiler("6", [...SETTINGS, GENERIC_ARRAYS, HALVES], { rare: true }),
    compiler("7", [...SETTINGS, GENERIC_ARRAYS, HALVES]),
  ],
} satisfies Case;
