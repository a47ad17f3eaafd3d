import { writeFileSync } from "node:fs";
import { EQUIVALENT, isEquivalent } from "./equivalent.js";
import { AREAS, describeMutant } from "./mutant.js";
import { killedBy, type Result, type Results } from "./results.js";
import type { Tier } from "./suites.js";

const TIERS: readonly (readonly Tier[])[] = [["fast"], ["fast", "slow"]];

interface Row {
  readonly group: string;
  readonly mutants: number;
  readonly equivalent: number;
  /** Killed by the fast tier, and by both. */
  readonly killed: readonly [number, number];
}

function rowOf(group: string, results: readonly Result[]): Row {
  const counted = results.filter(({ id }) => !isEquivalent(id));
  const [fast = 0, both = 0] = TIERS.map((tiers) => counted.filter((result) => killedBy(result, tiers)).length);
  return { group, mutants: counted.length, equivalent: results.length - counted.length, killed: [fast, both] };
}

function rows(results: readonly Result[]): Row[] {
  return AREAS.flatMap((area) => {
    const here = results.filter(({ mutant }) => mutant.area === area);
    const groups = [...new Set(here.map(({ mutant }) => mutant.group))].sort();
    const each = groups.map((group) =>
      rowOf(
        group,
        here.filter(({ mutant }) => mutant.group === group),
      ),
    );
    return here.length === 0 ? [] : [rowOf(`**${area}**`, here), ...(groups.length > 1 ? each : [])];
  });
}

function survivors(results: readonly Result[]): Result[] {
  return results.filter((result) => !killedBy(result, ["fast"]) && !isEquivalent(result.id));
}

const percent = (killed: number, { mutants }: Row) =>
  mutants === 0 ? "" : `${((100 * killed) / mutants).toFixed(1)}%`;

/** The scores by folder, and what survived. */
export function summary(results: readonly Result[]): string {
  const lines = [...rows(results), rowOf("**all**", results)].map((row) => {
    const [fast, both] = row.killed;
    const cells = [
      row.group.padEnd(28),
      `${row.mutants}`.padStart(4),
      percent(fast, row).padStart(7),
      percent(both, row).padStart(7),
    ];
    return cells.join(" ");
  });
  const left = survivors(results).map((result) => {
    const note = killedBy(result, ["slow"]) ? " (the slow tier kills it)" : "";
    return `${result.id} ${describeMutant(result.mutant)}${note}`;
  });
  return [`${"".padEnd(28)}    n    fast    both`, ...lines, "", `${left.length} survive the fast tier`, ...left].join(
    "\n",
  );
}

/** Writes docs/testing.json and docs/testing.md. */
export function recordPage(run: Results): void {
  const table = [...rows(run.results), rowOf("**all**", run.results)];
  const left = survivors(run.results).map(({ id, mutant, verdicts }) => ({
    id,
    mutant: describeMutant(mutant),
    slow: verdicts.slow?.by ?? verdicts.slow?.status ?? "not run",
  }));
  const equivalent = Object.entries(EQUIVALENT).map(([id, reason]) => ({ id, reason }));
  const record = {
    commit: run.commit,
    date: new Date().toISOString().slice(0, 10),
    seed: run.seed,
    rows: table,
    survivors: left,
    equivalent,
  };
  writeFileSync("docs/testing.json", `${JSON.stringify(record, undefined, 2)}\n`);
}
