// Bundles bindings/ and the AssemblyScript loader into dist/.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { smallLoader } from "./loader.mjs";
import { STEPS } from "./steps.mjs";

/**
 * An entry that looks functions up by name imports the main entry unbundled: a namespace in a shared chunk would keep all
 * functions for users of a single one.
 */
const wholePackage = {
  name: "whole-package",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: "./index.js", external: true }));
  },
};

/** The kernels come from elsewhere: from a worker's parent, or as a file. */
const withoutKernels = {
  name: "without-kernels",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]wasm[\\/](?:exact-|formula-)?families[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(/code: "[^"]*"/g, 'code: ""'),
      loader: "ts",
    }));
  },
};

/** Engines that compile no WebAssembly at run time: they import it, each by a name of its own. */
const EDGE = { workerd: "", "edge-light": "?module" };

/** Modules of kernels, and the entries that have them. */
const MODULES = { lanewise: "index", exact: "exact", formula: "formula" };

/** An entry for such an engine. Formulas and exact functions need the main kernels, too. */
function edgeEntry(engine, suffix, module, entry) {
  const main = entry === "index" ? "" : `import "./${engine}.js";\n`;
  return `import kernels from "../${module}.wasm${suffix}";
import { initSync } from "../core/${entry}.js";
${main}
initSync(kernels);

export * from "../core/${entry}.js";
`;
}

/** The entries in dist/core share the worker. */
const workerAbove = {
  name: "worker-above",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]pool[\\/]launch\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll('"./pool-worker.js"', '"../pool-worker.js"'),
      loader: "ts",
    }));
  },
};

// The same project, which ships its licence with the compiler only.
const LICENSED_IN = { "node_modules/@assemblyscript/loader": "node_modules/assemblyscript" };

/** The licences of the packages in the bundles. */
function licenses(...bundles) {
  const packages = new Set(
    bundles
      .flatMap(({ metafile }) => Object.keys(metafile.inputs))
      .flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  const texts = [...packages].sort().map((folder) => {
    const from = LICENSED_IN[folder] ?? folder;
    const files = readdirSync(from).filter((name) => /^(licen[cs]e|notice)/i.test(name));
    const parts = files.map((file) => readFileSync(`${from}/${file}`, "utf8").trim());
    return `${[folder.replace(/^.*node_modules\//, ""), ...parts].join("\n\n")}\n`;
  });
  return texts.join("\n\n");
}

/** Fails if a bundle has a file that is not among the step's inputs: a change of it would not be noticed. */
function checkInputs(...bundles) {
  const { inputs } = STEPS.find(({ name }) => name === "bundle");
  const declared = [...inputs, "node_modules"];
  for (const file of bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))) {
    if (!declared.some((path) => file === path || file.startsWith(`${path}/`))) {
      throw new Error(`scripts/build/steps.mjs: "bundle" reads ${file}, which is not among its inputs`);
    }
  }
}

const shared = { format: "esm", target: "es2022", outdir: "dist", logLevel: "warning" };

rmSync("dist", { recursive: true, force: true });
const library = await build({
  ...shared,
  entryPoints: ["index", "exact", "pool", "stream", "formula", "tfjs", "half"].map((entry) => `bindings/${entry}.ts`),
  bundle: true,
  // Entries share chunks, so that there is one staging memory per realm.
  splitting: true,
  plugins: [smallLoader, wholePackage],
  sourcemap: true,
  metafile: true,
});
// The same for those who serve the kernels as a file.
const withFile = await build({
  ...shared,
  outdir: "dist/core",
  entryPoints: ["index", "exact", "pool", "stream", "formula"].map((entry) => `bindings/${entry}.ts`),
  bundle: true,
  splitting: true,
  plugins: [smallLoader, wholePackage, withoutKernels, workerAbove],
  sourcemap: true,
  metafile: true,
});
// One file, which bundlers copy and content delivery networks serve as it is; neither a module nor CommonJS, so that
// whoever starts it may take it for either.
const worker = await build({
  ...shared,
  entryPoints: ["bindings/pool-worker.ts"],
  bundle: true,
  format: "iife",
  plugins: [smallLoader, withoutKernels],
  minify: true,
  sourcemap: true,
  metafile: true,
});
// The command line imports the library next to it, and loads on demand what only some commands need.
const commandLine = await build({
  ...shared,
  entryPoints: { cli: "cli/index.ts" },
  bundle: true,
  platform: "node",
  splitting: true,
  chunkNames: "cli/[name]-[hash]",
  external: ["lanewise", "lanewise/*"],
  // For bundled CommonJS packages, which expect `require`.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  minify: true,
  metafile: true,
});
checkInputs(library, withFile, commandLine);
writeFileSync("dist/LICENSES.txt", licenses(library, withFile, worker, commandLine));
mkdirSync("dist/edge");
for (const [module, entry] of Object.entries(MODULES)) {
  copyFileSync(`build/${module}.wasm`, `dist/${module}.wasm`);
  for (const [engine, suffix] of Object.entries(EDGE)) {
    const name = entry === "index" ? engine : `${engine}-${entry}`;
    writeFileSync(`dist/edge/${name}.js`, edgeEntry(engine, suffix, module, entry));
  }
}
