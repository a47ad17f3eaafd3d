import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Verdict } from "./judge.js";
import { idOf, type Mutant } from "./mutant.js";
import type { Tier } from "./suites.js";

/** A mutant and how the tiers judged it; a tier that did not run has no verdict. */
export interface Result {
  readonly id: string;
  readonly mutant: Mutant;
  readonly verdicts: Readonly<Partial<Record<Tier, Verdict>>>;
}

export interface Results {
  readonly commit: string;
  readonly seed: number;
  readonly results: readonly Result[];
}

/** Kept after each mutant, so that a run that is interrupted goes on where it was. */
const FILE = "build/mutants.json";

export function readResults(): Results | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Results) : undefined;
}

export function writeResults(results: Results): void {
  mkdirSync("build", { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(results, undefined, 1)}\n`);
}

export function resultOf(mutant: Mutant, verdicts: Result["verdicts"]): Result {
  return { id: idOf(mutant), mutant, verdicts };
}

export function killedBy({ verdicts }: Result, tiers: readonly Tier[]): boolean {
  return tiers.some((tier) => verdicts[tier] !== undefined && verdicts[tier].status !== "survived");
}
