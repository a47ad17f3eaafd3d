import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The packages in bench/peers, which the main install does not have. */
const HOME = fileURLToPath(new URL("../../bench/peers/package.json", import.meta.url));
const requirePeer = createRequire(HOME);

/** A package, for what the caller knows of it. */
export function installed<T>(name: string): T {
  try {
    return requirePeer(name) as T;
  } catch (cause) {
    const remedy = "npm install --prefix bench/peers --ignore-scripts";
    throw new TypeError(`--peers: expected ${name} in bench/peers, got none; run ${remedy}`, { cause });
  }
}

export function folderOf(name: string): string {
  return join(dirname(HOME), "node_modules", name);
}

export function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8")) as { version: string }).version;
}
