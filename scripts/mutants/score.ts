import { isEquivalent } from "./equivalent.js";
import { AREAS } from "./mutant.js";
import { killedBy, type Result } from "./results.js";

export interface Row {
  readonly group: string;
  readonly mutants: number;
  readonly equivalent: number;
  /**
   * Killed by the fast tier when first judged, and as the tests are now; by both tiers, if the slow one has judged all
   * that survive the fast one.
   */
  readonly killed: { readonly first: number; readonly fast: number; readonly both: number | undefined };
  /** How many of the killed only ran into the time limit. */
  readonly timeouts: number;
}

function rowOf(group: string, results: readonly Result[]): Row {
  const counted = results.filter(({ id }) => !isEquivalent(id));
  const fast = counted.filter((result) => killedBy(result, ["fast"])).length;
  const judged = counted.every((result) => killedBy(result, ["fast"]) || result.verdicts.slow !== undefined);
  const both = judged ? counted.filter((result) => killedBy(result, ["fast", "slow"])).length : undefined;
  const first = counted.filter(({ survivedFirst }) => !survivedFirst).length;
  const timeouts = counted.filter(({ verdicts }) => verdicts.fast?.status === "timeout").length;
  const equivalent = results.length - counted.length;
  return { group, mutants: counted.length, equivalent, killed: { first, fast, both }, timeouts };
}

/** One row for each area, and one for each of its groups. */
export function rows(results: readonly Result[]): Row[] {
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

export function total(results: readonly Result[]): Row {
  return rowOf("**all**", results);
}

/** The mutants that the fast tier did not kill. */
export function survivors(results: readonly Result[]): Result[] {
  return results.filter((result) => !killedBy(result, ["fast"]) && !isEquivalent(result.id));
}
