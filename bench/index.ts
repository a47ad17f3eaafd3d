import "./fresh.js";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { figure, table } from "../catalogue/table.js";
import { cases, runnable } from "../catalogue/timing/cases.js";
import { type ElementType, operands, type Way } from "../catalogue/timing/inputs.js";
import { measure, type Settings, type Timing } from "../catalogue/timing/measure.js";
import { runBatches } from "./batches.js";
import { runCalls } from "./calls.js";
import { runFormulas } from "./formulas.js";
import { elements, oneOf } from "./options.js";
import { runPool } from "./pool.js";
import { environment, heading, percent, sizeName } from "./report.js";

const HELP = `npm run bench -- [options]

  --op NAME     only this function; repeatable
  --size SIZE   only this many elements: 1Ki, 64Ki, 1Mi, 16Mi …; repeatable
  --type TYPE   f32 (default) or f64
  --quick       64Ki only, shorter; under half a minute
  --calls       instead: the cost of a call, and the length from which it beats a plain loop
  --batch       instead: the cost of many arrays, in a batch and otherwise
  --pool        instead: two threads against one
  --formula     instead: formulas against plain loops and against kernels
  --json FILE   also write the figures to this file
  --help        this text

Figures are ns per element. Workspace: operands live in one; drop-in: ordinary arrays and "out". The
plain loops are in catalogue/timing/plain.ts; copy is TypedArray.set of x within the Workspace. Rows have 1000
elements, prelu has 64 channels, maxout 2 pieces. ± is half the range of the rounds' medians.`;

const { values } = parseArgs({
  options: {
    op: { type: "string", multiple: true },
    size: { type: "string", multiple: true },
    type: { type: "string", default: "f32" },
    quick: { type: "boolean", default: false },
    calls: { type: "boolean", default: false },
    batch: { type: "boolean", default: false },
    pool: { type: "boolean", default: false },
    formula: { type: "boolean", default: false },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

interface Row {
  readonly name: string;
  readonly elements: number;
  readonly timings: Readonly<Record<Way, Timing>>;
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const type = oneOf<ElementType>("--type", values.type, ["f32", "f64"]);
  const settings: Settings = values.quick ? { rounds: 3, time: 6, warmup: 25 } : { rounds: 7, time: 20, warmup: 60 };
  const about = environment();
  console.log(heading(about));
  const results = values.pool
    ? await runPool()
    : values.batch
      ? runBatches(type, settings)
      : values.calls
        ? runCalls(settings)
        : values.formula
          ? runFormulas(type, settings)
          : runSizes(type, settings);
  if (values.json) {
    writeFileSync(values.json, `${JSON.stringify({ environment: about, type, settings, results }, null, 2)}\n`);
  }
}

function runSizes(type: ElementType, settings: Settings): readonly Row[] {
  const names = values.op?.map((name) => oneOf("--op", name, runnable)) ?? runnable;
  const sizes = values.size?.map(elements) ?? (values.quick ? [2 ** 16] : [2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24]);
  return sizes.flatMap((n) => runSize(type, n, names, settings));
}

function runSize(type: ElementType, n: number, names: readonly string[], settings: Settings): readonly Row[] {
  using all = operands(type, n);
  const rows: Row[] = [];
  for (const name of names) {
    for (const { candidates, elements, ...row } of cases(name, all)) {
      rows.push({ ...row, elements, timings: measure(candidates, settings) });
    }
  }
  const header = ["", "Workspace", "", "drop-in", "", "plain", "", "copy", "W/copy", "plain/W", "plain/d"];
  console.log(`\n${sizeName(n)} elements, ${type}, ns per element`);
  console.log(table(header, rows.map(cells)));
  return rows;
}

function cells({ name, elements, timings }: Row): readonly string[] {
  const { workspace, dropIn, plain, copy } = timings;
  const of = ({ ns, spread }: Timing) => [figure(ns / elements), percent(spread)];
  return [
    name,
    ...of(workspace),
    ...of(dropIn),
    ...of(plain),
    figure(copy.ns / elements),
    figure(workspace.ns / copy.ns),
    figure(plain.ns / workspace.ns),
    figure(plain.ns / dropIn.ns),
  ];
}

await main();
