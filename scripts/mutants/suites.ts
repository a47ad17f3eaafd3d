import { readdirSync } from "node:fs";
import type { Mutant } from "./mutant.js";

export type Tier = "fast" | "slow";

/** Folders of tests for the files of a folder, besides the folder of the same name. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  bindings: ["pool", "stream", "wasm"],
  "bindings/core": ["checks", "kinds/types", "kinds/rows", "cli/types"],
  "bindings/dispatch": ["kinds", "batch", "memory"],
  "bindings/functions": [
    "docs/docs",
    "accuracy/accuracy",
    "functions/kinks",
    "functions/ranges",
    "functions/reference",
    "checks/parameters",
  ],
  "bindings/kinds": ["checks", "batch"],
  "bindings/memory": ["dispatch", "wasm"],
  "bindings/wasm": ["memory"],
};

/** Of kernels: the digests and guards, which take seconds. */
const KERNELS = [["golden"], ["dispatch"], ["functions/lanes", "kinds/totals", "kinds/rows"]];

export function testFiles(tier: Tier): string[] {
  const names = readdirSync("test", { recursive: true, encoding: "utf8" }).sort();
  const all = names.filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);
  return all.filter((file) => file.endsWith(".slow.test.ts") === (tier === "slow"));
}

/** The files of a tier in the order to run them: those that most likely kill the mutant, then all others. */
export function stages({ area, group }: Mutant, files: readonly string[]): (readonly string[])[] {
  const named = [group.split("/")[1], ...(MORE[group] ?? [])].filter((name) => name !== undefined);
  const first = area === "kernels" ? KERNELS : [area === "cli" ? ["cli"] : named];
  let rest = files;
  const near = first.map((names) => {
    const chosen = rest.filter((file) => names.some((name) => file.startsWith(`test/${name}`)));
    rest = rest.filter((file) => !chosen.includes(file));
    return chosen;
  });
  return [...near, rest].filter((stage) => stage.length > 0);
}
