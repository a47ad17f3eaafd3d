import "../../bench/fresh.js";
import { parseArgs } from "node:util";
import { environment, heading } from "../../bench/report.js";
import { carryOut } from "./processes.js";
import { RECORD, record, VECTORS } from "./record.js";
import { Runs } from "./runs.js";
import { FUNCTIONS, SUBJECTS, type Subject } from "./subjects.js";
import { type Findings, merge, type Span } from "./sweep.js";

const HELP = `npm run exact -- [options]

Compares the results of lanewise/exact with the exact ones. Intervals from assembly/reference/ decide
which results are right; where an interval holds a tie, definitions at 60 digits do.

  --op NAME        only this function; repeatable
  --exhaustive     all 2³² inputs, a minute of processor time for each function and derivative; an
                   interrupted run continues where it stopped. Default: one input in 128
  --finished       compute nothing: report what earlier runs have finished
  --processes N    default 1
  --record         add the outcomes to ${RECORD}, and the hardest inputs to ${VECTORS}
  --help           this text`;

const ALL = 2 ** 32;
const SLICES = 16;
const SAMPLE = 128;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      op: { type: "string", multiple: true },
      exhaustive: { type: "boolean", default: false },
      finished: { type: "boolean", default: false },
      processes: { type: "string", default: "1" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names: readonly string[] = values.op ?? FUNCTIONS;
  const unknown = names.find((name) => !(FUNCTIONS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new RangeError(`--op: expected one of ${FUNCTIONS.join(", ")}, got ${unknown}`);
  const processes = Number(values.processes);
  if (!(Number.isInteger(processes) && processes > 0)) {
    throw new RangeError(`--processes: expected a whole number above 0, got ${values.processes}`);
  }
  console.log(heading(environment()));
  const subjects = SUBJECTS.filter(({ op }) => names.includes(op));
  await run(subjects, spansOf(values.exhaustive), { ...values, processes });
}

function spansOf(exhaustive: boolean): Span[] {
  if (!exhaustive) return [{ from: 0, to: ALL, every: SAMPLE }];
  const size = ALL / SLICES;
  return Array.from({ length: SLICES }, (_, k) => ({ from: k * size, to: (k + 1) * size, every: 1 }));
}

interface Settings {
  readonly processes: number;
  readonly record: boolean;
  readonly finished: boolean;
}

async function run(
  subjects: readonly Subject[],
  spans: readonly Span[],
  { processes, record: keep, finished }: Settings,
): Promise<void> {
  const runs = new Runs();
  const report = (subject: Subject) => {
    const slices = spans.map((span) => runs.find(subject, span));
    if (slices.includes(undefined)) return;
    const findings = merge(slices as Findings[]);
    console.log(lineOf(subject, findings));
    if (findings.wrong.length > 0) process.exitCode = 1;
    if (keep) record(new Map([[subject, findings]]));
  };
  const orders = subjects.flatMap((subject) => spans.map((span) => ({ subject, span })));
  const open = orders.filter(({ subject, span }) => !runs.find(subject, span));
  for (const subject of subjects) if (!open.some((order) => order.subject === subject)) report(subject);
  if (finished) return;
  await carryOut(open, processes, ({ subject, span }, findings) => {
    runs.add(subject, span, findings);
    report(subject);
  });
}

function lineOf({ op, direction }: Subject, { inputs, decided, wrong }: Findings): string {
  const name = `${op}${direction === "derivative" ? "′" : ""}`;
  const list = wrong.slice(0, 8).map(({ x, got, want }) => `${x}: got ${got}, want ${want}`);
  const counts = `${inputs} inputs, ${decided} decided at 60 digits, ${wrong.length} wrong`;
  return [`${name}: ${counts}`, ...list].join("\n  ");
}

main().catch((error: unknown) => {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
});
