// The AssemblyScript loader as far as the kernels need it, for esbuild.
import { readFileSync } from "node:fs";

/**
 * On import, the loader changes the global `Object` and makes a TextDecoder, which audio worklets lack. To each instance
 * it adds functions for strings, arrays and classes, of which the kernels have none: 5 KB of the smallest bundle.
 */
const CUTS = [
  // Kernels are compiled before. A module of another realm is one, too, whatever its class.
  [
    /(?<=export function instantiateSync[\s\S]*?)const module = isModule\(source\) \? source : new WebAssembly\.Module\(source\);/,
    "const module = source;",
  ],
  [/Object\.hasOwn = Object\.hasOwn \|\|[\s\S]*?\n};\n/, ""],
  [/const utf16 = new TextDecoder\(.*\);/, ""],
  [/(?<=export function instantiateSync[\s\S]*?)const extended = preInstantiate\(imports\);\s*/, ""],
  [
    /(?<=export function instantiateSync[\s\S]*?)const exports = postInstantiate\(extended, instance\);\s*(return \{ module, instance), exports \};/,
    "$1 };",
  ],
];

export const smallLoader = {
  name: "small-loader",
  setup({ onLoad }) {
    onLoad({ filter: /@assemblyscript[\\/]loader[\\/]index\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [pattern, replacement] of CUTS) {
        if (!pattern.test(contents)) {
          throw new Error(`scripts/build/loader.mjs: the loader has changed; look for what was ${pattern}`);
        }
        contents = contents.replace(pattern, replacement);
      }
      return { contents };
    });
  },
};
