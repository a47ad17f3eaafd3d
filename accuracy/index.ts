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
  --type TYPE    f32 (default): against float64, on eight million numbers
                 f64: the largest errors a search finds, against 60 digits
  --exhaustive   f32 on all 2³² numbers, in some 45 minutes on two cores; a run that
                 was stopped goes on where it was
  --peers        instead: other libraries, on the same eight million numbers; first
                 npm install --prefix bench/peers --ignore-scripts
  --json FILE    write the figures there, too
  --record       write them into ${RECORD}, from which npm run docs makes the page;
                 of f32 only with --exhaustive; with --op, beside those of the others
  --help         this text

Errors are in units in the last place of the exact result, 0.5 being perfect rounding. A prime (′) is
the derivative. NaN: results for NaN that are not NaN; range: results outside of the function's range;
sign: of the wrong sign; falls: how often the results of a monotone function turn back, and how many
ULP at most.`;

/** Of the search for f64: many times that of the tests; some minutes. */
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
  if (exhaustive && peers) refuse("--peers", "no --exhaustive with it", "both");
  if (values.record && type === "f32" && !peers && !exhaustive) refuse("--record", "--exhaustive with it", "none");
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
