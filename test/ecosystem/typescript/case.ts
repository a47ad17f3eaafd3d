import type { Attempt, Case } from "../case.js";
import type { Project } from "../project.js";

const STRICT = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false", "--target", "es2022"];
const EMIT = ["--declaration", "--outDir", "out", "--module", "esnext"];

interface Setting {
  readonly files: readonly string[];
  readonly options: readonly string[];
}

const lib = (...names: readonly string[]) => ["--lib", names.join(","), "--types"];
const BUNDLER = ["--moduleResolution", "bundler"];

const SETTINGS: readonly Setting[] = [
  { files: ["plain.ts", "wasm.ts"], options: [...BUNDLER, ...lib("es2022"), ""] },
  { files: ["plain.ts", "dom.ts"], options: [...BUNDLER, ...lib("es2022", "dom"), ""] },
  { files: ["plain.ts", "node.ts"], options: [...BUNDLER, ...lib("es2022"), "node"] },
  { files: ["plain.ts", "dom.ts", "node.ts"], options: [...BUNDLER, ...lib("es2022", "dom"), "node"] },
];
const GENERIC_ARRAYS: Setting = { files: ["generic-arrays.ts"], options: [...BUNDLER, ...lib("es2022"), ""] };
const NODE_10: Setting = { files: ["plain.ts"], options: ["--moduleResolution", "node10", ...lib("es2022"), ""] };

const compile = (project: Project, version: string, { files, options }: Setting) =>
  project.run("node", `node_modules/typescript-${version}/bin/tsc`, ...STRICT, ...EMIT, ...options, ...files);

const compiler = (version: string, settings: readonly Setting[]): Attempt => ({
  name: version,
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
    compiler("5.7", [...SETTINGS, GENERIC_ARRAYS, NODE_10]),
    compiler("5.9", [...SETTINGS, GENERIC_ARRAYS, NODE_10]),
    compiler("6", [...SETTINGS, GENERIC_ARRAYS]),
    compiler("7", [...SETTINGS, GENERIC_ARRAYS]),
  ],
} satisfies Case;
