import { heading } from "../bench/report.js";
import { markdownTable } from "../scripts/docs/markdown.js";
import { campaigns } from "./campaigns/index.js";
import type { ReliabilityRecord } from "./record.js";

const number = (n: number) => n.toLocaleString("en");

/** docs/reliability.md, from the figures in docs/reliability.json. */
export function reliabilityPage({ environment, seed, results }: ReliabilityRecord): string {
  const seconds = Object.values(results).reduce((sum, result) => sum + result.seconds, 0);
  const failures = Object.values(results).reduce((sum, result) => sum + result.failures.length, 0);
  const rows = Object.entries(results).map(([name, result]) => [
    name,
    number(result.cases),
    number(Math.round(result.seconds)),
    String(result.failures.length),
  ]);
  const sections = Object.entries(results).flatMap(([name, { counts, skips, failures }]) => [
    `## ${name}`,
    `Tried: ${campaigns.find((campaign) => campaign.name === name)!.about}.`,
    markdownTable(
      ["", "times"],
      Object.entries(counts).map(([what, n]) => [what, number(n)]),
    ),
    ...[...skips].map((why) => `Skipped: ${why}.`),
    ...failures.map(({ case: at, text }) => `Failed, case ${at}: ${text.split("\n")[0]!.replaceAll("|", "\\|")}`),
  ]);
  const page = [
    "# Reliability",
    `Campaigns that try to break the package: functions with arguments of every kind, memory, threads, streams, files and the
command line. This page is written by \`npm run torture -- --hours 2 --record\`.`,
    `${heading(environment)}. Seed ${seed}, ${(seconds / 60).toFixed(0)} minutes, ${failures} failures.`,
    markdownTable(["campaign", "cases", "seconds", "failures"], rows),
    ...sections,
    NOT_COVERED,
    REPEAT,
  ];
  return `${page.join("\n\n")}\n`;
}

const NOT_COVERED = `## Not covered

- Engines other than Node on Linux. \`npm run test:browser\` and \`npm run bench:engines\` compare the bits of other engines,
  but nothing attacks them.
- Power cuts and disks that lie about what they have written. Crashes of the machine are not simulated.
- Memory that runs out in the process, and limits of address space (\`ulimit -v\`).
- Arrays above a few hundred thousand elements, and files above 12 MB: the tests have some.
- Parameters other than the defaults are compared with the reference in f32 alone, and more loosely.
- Programs that change operands while a pool computes: only detached operands are tried, and only that calls settle.`;

const REPEAT = `## Repeat it

\`\`\`sh
npm run torture                                          # three minutes
npm run torture -- --hours 2
npm run torture -- --only calls --seed 7 --case 1234     # one case, as the line of a failure says
\`\`\`

A case is a function of the seed, the campaign and the case's number. Threads and signals also depend on the machine's
moment: a failure there may need several attempts (\`--from\` goes on from a case).`;
