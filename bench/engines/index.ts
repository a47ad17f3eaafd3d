import "../fresh.js";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { figure, table } from "../../catalogue/table.js";
import { runnable } from "../../catalogue/timing/cases.js";
import type { ElementType, Way } from "../../catalogue/timing/inputs.js";
import { median } from "../../catalogue/timing/measure.js";
import { writeRecord } from "../record.js";
import { environment, heading, sizeName } from "../report.js";
import { type Engine, engines } from "./engine.js";
import { besideBest, type EngineRow, type EnginesRecord } from "./record.js";
import type { Order, SuiteRow, Times } from "./suite.js";

const HELP = `npm run bench:engines -- [options]

  --op NAME      only this function; repeatable
  --engine NAME  only this engine, such as "Node 22"; repeatable
  --type TYPE    f32 or f64 (default both)
  --quick        one round, shorter
  --record       writes docs/engines.json
  --help         this text

Times 65,536 elements in several engines, which take turns, a process for each round. Prints ns per element
in a Workspace; the record also has drop-in calls, plain loops and copies. Node comes from
npm install --prefix bench/engines, Chromium and Firefox from the system.`;

const RECORD = "docs/engines.json";
const SUITE = { bundle: "build/engines/suite.js", name: "runSuite" };
const SIZE = 2 ** 16;
const TYPES: readonly ElementType[] = ["f32", "f64"];
const WAYS: readonly Way[] = ["workspace", "dropIn", "plain", "copy"];

const { values } = parseArgs({
  options: {
    op: { type: "string", multiple: true },
    engine: { type: "string", multiple: true },
    type: { type: "string" },
    quick: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names = checked("op", values.op, runnable);
  const types = checked("type", values.type === undefined ? undefined : [values.type], TYPES) as
    | ElementType[]
    | undefined;
  const installed = engines((message) => console.log(message));
  const chosen = checked(
    "engine",
    values.engine,
    installed.map(({ name }) => name),
  );
  const all = chosen ? installed.filter(({ name }) => chosen.includes(name)) : installed;
  const about = environment();
  console.log(heading(about));
  for (const { name, version } of all) console.log(`${name}: ${version}`);

  await bundle();
  const sample = 300_000;
  const [rounds, settings] = values.quick
    ? [1, { rounds: 2, time: 3, warmup: 15, plainWarmup: 40, sample }]
    : [3, { rounds: 2, time: 4, warmup: 20, plainWarmup: 60, sample }];
  const order: Order = { types: types ?? TYPES, size: SIZE, names, settings };
  const runs = new Map<Engine, (readonly SuiteRow[])[]>(all.map((engine) => [engine, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [engine, done] of runs) done.push(await engine.run<readonly SuiteRow[]>(SUITE, order));
  }
  const rows = collect(runs);
  const versions = Object.fromEntries(all.map(({ name, version, v8 }) => [name, { version, v8 }]));
  for (const type of order.types) print(type, rows, versions);
  const record: Omit<EnginesRecord, "rows"> = { environment: about, engines: versions, size: SIZE, rounds };
  if (values.record) writeRecord(RECORD, record, rows);
}

function checked<T extends string>(
  option: string,
  given: readonly string[] | undefined,
  known: readonly T[],
): readonly T[] | undefined {
  for (const one of given ?? []) {
    if (!(known as readonly string[]).includes(one)) {
      throw new RangeError(`--${option}: expected one of ${known.join(", ")}, got ${one}`);
    }
  }
  return given as readonly T[] | undefined;
}

/** Bundles everything into one file, for engines without TypeScript or packages. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: ["bench/engines/suite.ts"],
    outfile: SUITE.bundle,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
  });
}

function collect(runs: ReadonlyMap<Engine, readonly (readonly SuiteRow[])[]>): readonly EngineRow[] {
  const [first] = [...runs.values()];
  return first![0]!.map(({ name, type }, index) => ({
    name,
    type,
    engines: Object.fromEntries(
      Array.from(runs, ([engine, done]) => [engine.name, medians(done.map((rows) => rows[index]!.times))]),
    ),
  }));
}

function medians(times: readonly Times[]): Times {
  const of = (way: Way) => median(times.map((one) => one[way]).sort((a, b) => a - b));
  return Object.fromEntries(WAYS.map((way) => [way, of(way)])) as Times;
}

function print(type: ElementType, rows: readonly EngineRow[], about: EnginesRecord["engines"]): void {
  console.log(`\n${sizeName(SIZE)} elements, ${type}, in a Workspace: ns per element, and multiples of the best V8`);
  const names = Object.keys(about);
  const cells = rows
    .filter((row) => row.type === type)
    .map((row) => {
      const ratios = besideBest(row, about);
      const ns = names.map((name) => figure(row.engines[name]!.workspace));
      return [row.name, ...ns, ...names.map((name) => ratios[name]!.toFixed(2))];
    });
  console.log(table(["", ...names, ...names], cells));
}

await main();
