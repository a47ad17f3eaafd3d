import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Wrangler's way: the conditions of workerd, and .wasm files as modules next to the script. */
const modules = [];
const wasm = {
  name: "wasm-modules",
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, async ({ path, resolveDir }) => {
      const file = new URL(path, `file://${resolveDir}/`);
      modules.push({ type: "CompiledWasm", path: basename(path), contents: readFileSync(file) });
      return { path: `./${basename(path)}`, external: true };
    });
  },
};
const { outputFiles } = await build({
  entryPoints: [process.argv[2]],
  bundle: true,
  format: "esm",
  conditions: ["workerd", "worker", "browser"],
  plugins: [wasm],
  write: false,
});
const miniflare = new Miniflare({
  modules: [{ type: "ESModule", path: "worker.js", contents: outputFiles[0].text }, ...modules],
  compatibilityDate: "2026-01-01",
});
const response = await miniflare.dispatchFetch("http://localhost/");
console.log(await response.text());
await miniflare.dispose();
