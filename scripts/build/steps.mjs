// The steps of the build: what each one reads, what it writes, and the programs it runs.

/** Installed packages, compilers among them: npm keeps this file up to date. */
const PACKAGES = "node_modules/.package-lock.json";

const bin = { asc: "node_modules/assemblyscript/bin/asc.js", tsc: "node_modules/typescript/bin/tsc" };

export const STEPS = [
  {
    name: "kernels",
    inputs: ["asconfig.json", "assembly", "bindings/wasm/abi.ts", "scripts/build", PACKAGES],
    outputs: ["build/lanewise.wasm", "build/lanewise.wat", "bindings/wasm/families"],
    commands: [
      ["--import", "tsx", "scripts/build/kernels.ts"],
      [bin.asc, "--target", "release"],
      ["scripts/build/hoist.mjs"],
      ["--import", "tsx", "scripts/build/families.ts"],
    ],
  },
  {
    name: "bundle",
    // The command line takes pictures and timings from catalogue/ (bundle.mjs checks that this is all).
    inputs: [
      ...["bindings", "cli", "catalogue", "build/lanewise.wasm"],
      ...["package.json", "tsconfig.json", "tsconfig.build.json", "scripts/build", PACKAGES],
    ],
    outputs: ["dist"],
    commands: [
      ["scripts/build/bundle.mjs"],
      [bin.tsc, "-p", "tsconfig.build.json"],
      ["scripts/build/declarations.mjs"],
    ],
  },
];
