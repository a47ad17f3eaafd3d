import { writeFileSync } from "node:fs";
import { EQUIVALENT, isEquivalent } from "./equivalent.js";
import { describeMutant } from "./mutant.js";
import { killedBy, type Result, type Results } from "./results.js";
import { type Row, rows, survivors, total } from "./score.js";

/** docs/testing.json, from which docs/testing.md is made. */
export interface TestingRecord {
  readonly commit: string;
  readonly date: string;
  readonly seed: number;
  /** The tests that judged: all of the fast tier, or only the nearest of each mutant. */
  readonly tests: string;
  readonly rows: readonly Row[];
  readonly survivors: readonly { readonly id: string; readonly mutant: string; readonly slow: string }[];
  readonly equivalent: readonly { readonly id: string; readonly mutant: string; readonly reason: string }[];
}

function recordOf({ commit, seed, tests, results }: Results): TestingRecord {
  const left = survivors(results).map(({ id, mutant, verdicts }) => {
    const slow = verdicts.slow === undefined ? "not run" : (verdicts.slow.by ?? verdicts.slow.status);
    return { id, mutant: describeMutant(mutant), slow };
  });
  const equivalent = results
    .filter(({ id }) => isEquivalent(id))
    .map(({ id, mutant }) => ({ id, mutant: describeMutant(mutant), reason: EQUIVALENT[id]! }));
  const date = new Date().toISOString().slice(0, 10);
  return { commit, date, seed, tests, rows: [...rows(results), total(results)], survivors: left, equivalent };
}

const HEAD = `# How the tests are tested

Made by \`npm run mutants -- --record\` from the last run of \`npm run mutants\`.

A mutant is the package with one small change: a comparison, a constant, a condition turned round, a statement left
out. The tests have to notice: a mutant that they pass (it survives) shows what they do not prove. Mutants of
\`bindings/\` and \`cli/\` are made of the syntax tree, and those that the compiler refuses are not counted; mutants of
the kernels are made of the instructions of the module. The sample depends on the seed alone.

- **First**: the share that the fast tests killed when the mutants were first judged.
- **Now**: the same mutants, with the tests as they are now. Tests were written against those that had survived, so this
  says that they are mended and is no estimate for other mutants: only a new seed gives one.
- **Both**: with the slow tier; empty unless it has judged all that survive the fast one.
- **Equivalent**: argued to give the same results as the original, by reading and not by proof. Not counted.
- **Timeouts** are among the killed. On a busy machine, one may be a mutant that is only slow.

Kills are not judged again when tests or sources change; the commit is the commit of the last verdict.

Stryker 9.6.1 was tried on two files, on a busy machine. In its sandbox the build that the tests begin with failed;
without it, the first run of the tests did not end within eight minutes.`;

const percent = (killed: number | undefined, { mutants }: Row) =>
  mutants === 0 || killed === undefined ? "" : `${((100 * killed) / mutants).toFixed(1)}%`;

export function testingPage(record: TestingRecord): string {
  const { commit, date, seed, tests } = record;
  const cells = record.rows.map((row) => {
    const { group, mutants, equivalent, killed, timeouts } = row;
    return `| ${[group, mutants, equivalent, ...[killed.first, killed.fast, killed.both].map((n) => percent(n, row)), timeouts].join(" | ")} |`;
  });
  const code = (text: string) => `\`${text.replaceAll("`", "'")}\``;
  const left = record.survivors.map(({ mutant, slow }) => `- ${code(mutant)}; slow tier: ${slow}`);
  const equal = record.equivalent.map(({ mutant, reason }) => `- ${code(mutant)}: ${reason}`);
  return [
    HEAD,
    `## Score\n\nlanewise ${commit}, ${date}, seed ${seed}, ${tests}.`,
    [
      "| | Mutants | Equivalent | First | Now | Both | Timeouts |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
      ...cells,
    ].join("\n"),
    `## Survivors\n\n${left.join("\n") || "None."}`,
    `## Equivalent mutants\n\n${equal.join("\n") || "None."}`,
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** Writes docs/testing.json and docs/testing.md. */
export function recordPage(run: Results): void {
  const record = recordOf(run);
  writeFileSync("docs/testing.json", `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync("docs/testing.md", testingPage(record));
}

/** The scores by folder, and what survived. */
export function summary(results: readonly Result[]): string {
  const lines = [...rows(results), total(results)].map((row) => {
    const scores = [row.killed.first, row.killed.fast, row.killed.both].map((killed) =>
      percent(killed, row).padStart(7),
    );
    return [row.group.padEnd(28), `${row.mutants}`.padStart(4), ...scores].join(" ");
  });
  const left = survivors(results).map((result) => {
    const note = killedBy(result, ["slow"]) ? " (the slow tier kills it)" : "";
    return `${result.id} ${describeMutant(result.mutant)}${note}`;
  });
  const head = `${"".padEnd(28)}    n   first     now    both`;
  return [head, ...lines, "", `${left.length} survive the fast tier`, ...left].join("\n");
}
