// The steps of the build: what each one reads, what it writes, and the programs it runs.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Installed packages, compilers among them: npm keeps this file up to date. */
const PACKAGES = "node_modules/.package-lock.json";

const bin = {
  asc: "node_modules/assemblyscript/bin/asc.js",
  tsc: "node_modules/typescript/bin/tsc",
  biome: "node_modules/@biomejs/biome/bin/biome",
};

/** All that is in the repository. */
const SOURCES = readdirSync(fileURLToPath(new URL("../..", import.meta.url))).filter(
  (name) => !["node_modules", "build", "dist", ".git"].includes(name),
);

/** Compiles an entry in build/. */
const compile = (entry) => [
  ...[bin.asc, `build/${entry}.ts`, "--target", "release"],
  ...["--outFile", `build/${entry}.wasm`, "--textFile", `build/${entry}.wat`],
];

export const STEPS = [
  {
    name: "kernels",
    inputs: ["asconfig.json", "assembly", "bindings/wasm/abi.ts", "scripts/build", PACKAGES],
    outputs: [
      ...["build/lanewise.wasm", "build/lanewise.wat", "bindings/wasm/families"],
      ...["build/exact.wasm", "build/exact.wat", "bindings/wasm/exact-families"],
      ...["build/formula.wasm", "build/formula.wat", "bindings/wasm/formula-families"],
    ],
    commands: [
      ["--import", "tsx", "scripts/build/kernels.ts"],
      ...[compile("kernels"), ["scripts/build/hoist.mjs", "kernels", "lanewise"]],
      ...[compile("exact-kernels"), ["scripts/build/hoist.mjs", "exact-kernels", "exact"]],
      ...[compile("formula-kernels"), ["scripts/build/hoist.mjs", "formula-kernels", "formula"]],
      ["--import", "tsx", "scripts/build/families.ts"],
    ],
  },
  {
    name: "bundle",
    // The command line takes pictures and timings from catalogue/ (bundle.mjs checks that this is all).
    inputs: [
      ...["bindings", "cli", "catalogue", "build/lanewise.wasm", "build/exact.wasm", "build/formula.wasm"],
      ...["package.json", "tsconfig.json", "tsconfig.build.json", "scripts/build", PACKAGES],
    ],
    outputs: ["dist"],
    commands: [
      ["scripts/build/bundle.mjs"],
      [bin.tsc, "-p", "tsconfig.build.json"],
      ["scripts/build/declarations.mjs"],
    ],
  },
  // Checks write nothing, and run when they are asked for: npm run check.
  {
    name: "style",
    asked: true,
    inputs: [...SOURCES, PACKAGES],
    outputs: [],
    commands: [[bin.biome, "ci", "--error-on-warnings"]],
  },
  {
    name: "types",
    asked: true,
    inputs: [...SOURCES, "dist", PACKAGES],
    outputs: [],
    commands: [[bin.tsc, "--incremental", "--tsBuildInfoFile", "build/check.tsbuildinfo"]],
  },
  {
    name: "kernel-types",
    asked: true,
    inputs: ["assembly", "bindings/wasm/abi.ts", PACKAGES],
    outputs: [],
    commands: [[bin.tsc, "-p", "assembly"]],
  },
];
