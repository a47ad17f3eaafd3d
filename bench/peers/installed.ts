import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of packages that the main install leaves out. */
const HOME = dirname(fileURLToPath(import.meta.url));
const requirePeer = createRequire(import.meta.url);

/** Loads a package, typed by the caller. */
export function installed<T>(name: string): T {
  try {
    return requirePeer(name) as T;
  } catch (cause) {
    const remedy = "npm install --prefix bench/peers --ignore-scripts";
    throw new TypeError(`bench/peers: expected ${name} there, got none that loads; run ${remedy}`, { cause });
  }
}

export function folderOf(name: string): string {
  return join(HOME, "node_modules", name);
}

export function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8")) as { version: string }).version;
}
