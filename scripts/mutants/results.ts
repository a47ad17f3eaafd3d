import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Verdict } from "./judge.js";
import { AREAS, type Area, idOf, type Mutant } from "./mutant.js";
import type { Tier } from "./suites.js";

/** A mutant and how the tiers judged it; a tier that did not run has no verdict. */
export interface Result {
  readonly id: string;
  readonly mutant: Mutant;
  readonly verdicts: Readonly<Partial<Record<Tier, Verdict>>>;
  /** It survived the fast tier when it was judged first; tests written since were written against it. */
  readonly survivedFirst?: boolean;
}

export interface Results {
  readonly commit: string;
  readonly seed: number;
  /** The tests that judged, in words. */
  readonly tests: string;
  readonly results: readonly Result[];
}

/**
 * One file for each area, written after each mutant: a run that is interrupted continues where it was, and runs on
 * different areas do not meet.
 */
const FOLDER = "build/mutants";

export function readResults(): Results | undefined {
  const files = AREAS.map((area) => `${FOLDER}/${area}.json`).filter((file) => existsSync(file));
  const all = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Results);
  return all[0] && { ...all[0], results: all.flatMap(({ results }) => results) };
}

export function writeResults(area: Area, { results, ...run }: Results): void {
  mkdirSync(FOLDER, { recursive: true });
  const own = { ...run, results: results.filter(({ mutant }) => mutant.area === area) };
  writeFileSync(`${FOLDER}/${area}.json`, `${JSON.stringify(own, undefined, 1)}\n`);
}

export function resultOf(mutant: Mutant, verdicts: Result["verdicts"], before?: Result): Result {
  const survivedFirst = before?.survivedFirst ?? (before ?? { verdicts }).verdicts.fast?.status === "survived";
  return { id: idOf(mutant), mutant, verdicts, survivedFirst };
}

export function killedBy({ verdicts }: Result, tiers: readonly Tier[]): boolean {
  return tiers.some((tier) => verdicts[tier] !== undefined && verdicts[tier].status !== "survived");
}
