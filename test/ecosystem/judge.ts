import type { Attempt } from "./case.js";
import { type Found, type Outcome, type Part, Unavailable } from "./outcome.js";
import type { Project } from "./project.js";

/** One line of the table. */
export interface Row extends Readonly<Record<Part, string>> {
  readonly case: string;
  readonly title: string;
  readonly version: string;
  readonly verdict: "ok" | "failed" | "missing";
}

const PARTS: readonly Part[] = ["functions", "threads", "streams"];
const NONE: Readonly<Record<Part, string>> = { functions: "", threads: "", streams: "" };

/** Runs one attempt and compares the outcome with the outcome here. */
export async function judge(
  about: { case: string; title: string; version: string },
  attempt: Attempt,
  project: Project,
): Promise<Row> {
  try {
    const outcome = await attempt.run(project);
    if (!outcome) return { ...about, ...NONE, verdict: "ok" };
    const here = await expected();
    const cells = PARTS.map((part) => ({
      part,
      cell: textOf(outcome[part]),
      good: isExpected(outcome[part], here[part], attempt.without?.[part]),
    }));
    for (const { part, good } of cells)
      if (!good) console.log(`${about.title}, ${part}: ${JSON.stringify(outcome[part])}`);
    const row = Object.fromEntries(cells.map(({ part, cell }) => [part, cell])) as Record<Part, string>;
    return { ...about, ...row, verdict: cells.every(({ good }) => good) ? "ok" : "failed" };
  } catch (error) {
    console.log(`${about.title}: ${error}`);
    return { ...about, ...NONE, verdict: error instanceof Unavailable ? "missing" : "failed" };
  }
}

let found: Promise<Outcome> | undefined;

function expected(): Promise<Outcome> {
  const module = import(new URL("./app/probe.js", import.meta.url).href) as Promise<{ probe(): Promise<Outcome> }>;
  found ??= module.then(({ probe }) => probe());
  return found;
}

function isExpected(got: Found, want: Found, refusal: RegExp | undefined): boolean {
  return refusal ? got.error !== undefined && refusal.test(got.error) : got.digest === want.digest;
}

function textOf({ error, ...found }: Found): string {
  return error === undefined ? ("mode" in found && found.mode) || "yes" : "no";
}
