import "../bench/fresh.js";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { environment, heading } from "../bench/report.js";
import { nearest } from "../bindings/core/nearest.js";
import { type Doubles, describeDoubles, searchDoubles } from "./doubles.js";
import { comparePeers, describePeers } from "./peers.js";
import { type Figures, RECORD, readFigures, record, section } from "./record.js";
import { describeSingles, sweepSingles } from "./singles.js";
import { type ElementType, subjects } from "./subjects.js";
import { toJson } from "./tally.js";

const HELP = `npm run accuracy -- [options]

  --op NAME      only this function; repeatable
  --type TYPE    f32 (default): compare eight million numbers with float64
                 f64: search for the largest errors, and judge them at 60 digits
  --exhaustive   all 2³² numbers of f32, in about 45 minutes on two cores; an interrupted
                 run continues where it stopped
  --peers        other libraries instead, on the same eight million numbers; first run
                 npm install --prefix bench/peers --ignore-scripts
  --json FILE    also write the figures to this file
  --record       write the figures to ${RECORD}, from which npm run docs makes the page;
                 f32 requires --exhaustive; with --op, other functions keep their figures
  --help         this text

Errors are in units in the last place of the exact result; 0.5 is perfect rounding. A prime (′) marks
the derivative. NaN: results other than NaN for NaN; range: results outside the function's range; sign:
results of the wrong sign; falls: how often a monotone function turns back, and by how many ULP at most.`;

/** The effort of the f64 search, which takes some minutes: many times the tests' effort. */
const EFFORT = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      op: { type: "string", multiple: true },
      type: { type: "string", default: "f32" },
      exhaustive: { type: "boolean", default: false },
      peers: { type: "boolean", default: false },
      json: { type: "string" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const type = elementType(values.type);
  const names = values.op?.map(functionNamed) ?? [...subjects.keys()];
  const { exhaustive, peers } = values;
  if (type === "f64" && (exhaustive || peers)) refuse("--type", "f32 with --exhaustive and --peers", "f64");
  if (exhaustive && peers) refuse("--peers", "no --exhaustive next to it", "both");
  if (values.record && type === "f32" && !peers && !exhaustive) refuse("--record", "--exhaustive next to it", "none");
  await run(names, {
    type,
    exhaustive,
    peers,
    json: values.json,
    record: values.record,
    some: values.op !== undefined,
  });
}

interface Settings {
  readonly type: ElementType;
  readonly exhaustive: boolean;
  readonly peers: boolean;
  readonly json: string | undefined;
  readonly record: boolean;
  readonly some: boolean;
}

async function run(names: readonly string[], settings: Settings): Promise<void> {
  console.log(heading(environment()));
  const [text, figures] = await measure(names, settings);
  console.log(text);
  if (settings.json) writeFileSync(settings.json, `${toJson(figures, 2)}\n`);
  if (settings.record) record(figures, settings.some);
}

async function measure(names: readonly string[], { type, exhaustive, peers }: Settings): Promise<[string, Figures]> {
  if (peers) {
    const results = await comparePeers(names);
    return [describePeers(results), { peers: section(results) }];
  }
  if (type === "f64") {
    const known = readFigures().f64?.functions;
    const results = Object.fromEntries(names.map((name) => search(name, known?.[name])));
    return [describeDoubles(results), { f64: section(results) }];
  }
  const results = await sweepSingles(names, exhaustive);
  return [describeSingles(results), { f32: section(results) }];
}

function search(name: string, known: Doubles | undefined): [string, Doubles] {
  console.error(name);
  return [name, searchDoubles(name, EFFORT, known)];
}

function elementType(text: string): ElementType {
  return text === "f32" || text === "f64" ? text : refuse("--type", "f32 or f64", text);
}

function functionNamed(name: string): string {
  const names = [...subjects.keys()];
  if (names.includes(name)) return name;
  const alias = [...subjects.values()].find(({ spec }) => spec.aliases.includes(name));
  if (alias) return alias.spec.name;
  const close = nearest(name, names);
  return refuse("--op", `one of ${names.join(", ")}`, `${name}${close ? `; did you mean ${close}?` : ""}`);
}

function refuse(option: string, expected: string, got: string): never {
  throw new RangeError(`${option}: expected ${expected}, got ${got}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
});
