import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { frame } from "./scripts/frame.js";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Every page of the folder, by its name. */
const pagesIn = (folder: string) =>
  readdirSync(`${root}${folder}`)
    .filter((file) => file.endsWith(".html"))
    .map((file) => `${root}${folder}${file}`);

// Memory shared between threads, and clocks of full resolution, need an isolated page.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  root,
  // Relative, so that the site works under any path.
  base: "./",
  plugins: [frame()],
  resolve: {
    // The catalogue's import of the package is the pages' own copy of it.
    dedupe: ["lanewise"],
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input: [...pagesIn(""), ...pagesIn("guides/")] },
  },
  server: { headers, fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] } },
  preview: { headers },
});
