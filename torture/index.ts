import { environment, heading } from "../bench/report.js";
import { table } from "../catalogue/table.js";
import { campaigns } from "./campaigns/index.js";
import { type Options, readOptions } from "./options.js";
import { reliabilityPage } from "./page.js";
import { writeRecord } from "./record.js";
import { type Result, supervise } from "./supervise.js";

const names = campaigns.map(({ name }) => name);

async function main({ seed, seconds, only, from, single, record }: Options): Promise<number> {
  const chosen = campaigns.filter(({ name }) => only.includes(name));
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const about = environment();
  console.log(`${heading(about)}\nseed ${seed}, ${seconds / 60} minutes\n`);
  const results: Record<string, Result> = {};
  for (const { name, share } of chosen) {
    const assignment = { campaign: name, seed, seconds: (seconds * share) / shares, from, single };
    const onFailure = (failure: Result["failures"][number]) => {
      console.log(
        `${name}: ${failure.text}\n  npm run torture -- --only ${name} --seed ${seed} --case ${failure.case}\n`,
      );
    };
    results[name] = await supervise(assignment, onFailure);
    console.log(summary(name, results[name]));
  }
  console.log(`\n${overview(results)}`);
  if (record) {
    const made = { environment: about, seed, results };
    writeRecord(made, reliabilityPage(made));
  }
  return Object.values(results).some(({ failures }) => failures.length > 0) ? 1 : 0;
}

function summary(name: string, { counts, skips, seconds }: Result): string {
  const parts = Object.entries(counts).map(([what, n]) => `${n.toLocaleString("en")} ${what}`);
  const lines = [`${name} (${seconds.toFixed(0)} s): ${parts.join(", ")}`, ...skips.map((why) => `  skipped: ${why}`)];
  return lines.join("\n");
}

function overview(results: Readonly<Record<string, Result>>): string {
  const rows = Object.entries(results).map(([name, { cases, seconds, failures }]) => [
    name,
    cases.toLocaleString("en"),
    seconds.toFixed(0),
    String(failures.length),
  ]);
  return table(["campaign", "cases", "seconds", "failures"], rows);
}

try {
  const options = readOptions(process.argv.slice(2), names);
  if (typeof options === "string") console.log(options);
  else process.exitCode = await main(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
