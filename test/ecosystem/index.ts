import { existsSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { table } from "../../catalogue/table.js";
import { closeBrowser } from "./browser.js";
import type { Case } from "./case.js";
import { judge, type Row } from "./judge.js";
import { Unavailable } from "./outcome.js";
import { pack, prepare, versionOf } from "./project.js";
import { record } from "./record.js";

const HELP = `npm run test:ecosystem -- [options]

  --case NAME  only this folder of test/ecosystem; repeatable
  --ci         only the most used
  --jobs N     cases at a time (default 2)
  --record     writes docs/platforms.json and docs/platforms.md, as a run of all cases does; cases that did not run
               keep their rows
  --help       this text

Packs the package, installs it next to each tool, and runs the same small program there. Exits with 1 if one fails; a tool
that cannot be had is said to be missing.`;

const HERE = "test/ecosystem";

const { values } = parseArgs({
  options: {
    case: { type: "string", multiple: true },
    ci: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
    record: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names = readdirSync(HERE).filter((name) => existsSync(`${HERE}/${name}/case.ts`));
  const unknown = values.case?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`--case: expected one of ${names.join(", ")}, got ${unknown}`);
  const cases = await Promise.all(
    names.map(async (name) => ({ name, ...((await import(`./${name}/case.js`)) as { default: Case }).default })),
  );
  const chosen = cases.filter(({ name, ci }) => (values.case?.includes(name) ?? true) && (!values.ci || ci));
  const tarball = pack();
  const rows: Row[] = [];
  const waiting = [...chosen];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      rows.push(...(await rowsOf(next.name, next, tarball)));
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  await closeBrowser();
  const order = (row: Row) => names.indexOf(row.case);
  rows.sort((a, b) => order(a) - order(b));
  const cells = rows.map((row) => [row.title, row.version, row.functions, row.threads, row.streams, row.verdict]);
  console.log(table(["", "version", "functions", "threads", "streams", ""], cells));
  const count = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  console.log(`${count("ok")} passed, ${count("failed")} failed, ${count("missing")} missing`);
  const everything = !values.ci && !values.case;
  if (values.record || everything) record(rows, names);
  if (count("failed")) process.exitCode = 1;
}

async function rowsOf(name: string, { title, version, attempts }: Case, tarball: string): Promise<Row[]> {
  const rows: Row[] = [];
  const about = { case: name, title, version: "" };
  try {
    const project = prepare(name, tarball);
    for (const attempt of attempts.filter(({ rare }) => !(values.ci && rare))) {
      const begin = performance.now();
      const found = { ...about, title: [title, attempt.name].filter(Boolean).join(", ") };
      const asked = attempt.version ?? version;
      if (asked) found.version = typeof asked === "string" ? versionOf(project, asked) : await asked();
      rows.push(await judge(found, attempt, project));
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      console.log(`${rows.at(-1)!.verdict} ${found.title} ${found.version} (${seconds} s)`);
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`missing ${title}: ${error.message}`);
    rows.push({ ...about, functions: "", threads: "", streams: "", verdict: "missing" });
  }
  return rows;
}

await main();
