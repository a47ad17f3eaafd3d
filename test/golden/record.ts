import { readFileSync, writeFileSync } from "node:fs";
import type { Digests } from "./digests.js";

const FILE = new URL("digests.json", import.meta.url);

export const REMEDY =
  "results have changed. If that is not on purpose, mend it. If it is: npm run golden, and the errors of all inputs " +
  "are due again: npm run accuracy -- --exhaustive --record and -- --type f64 --record, for each function with --op";

export function readDigests(): Digests {
  return JSON.parse(readFileSync(FILE, "utf8")) as Digests;
}

export function writeDigests(digests: Digests): void {
  writeFileSync(FILE, `${JSON.stringify(digests, undefined, 2)}\n`);
}

/** The changed, new and missing ones, in words. */
export function changesBetween(before: Digests, after: Digests): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      if (after[name] === undefined) return `${name}: gone`;
      return before[name] === undefined ? `${name}: new` : `${name}: other bits`;
    });
}
