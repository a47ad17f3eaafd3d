import "../../bench/fresh.js";
import { parseArgs } from "node:util";
import type { ShapedSpec } from "lanewise";
import { environment, heading } from "../../bench/report.js";
import { functionNamed } from "../../catalogue/functions.js";
import { ulps } from "../format.js";
import { RECORD, record, section } from "../record.js";
import { type Member, NAMES } from "./calls.js";
import { boundOf, type Errors, LONG, measure, ROWS, SHORT, type Worst } from "./measure.js";

const HELP = `npm run accuracy:shaped -- [options]

Compares values and gradients of shaped functions with definitions at 60 digits: rows of spreads 1 to 100,
random, tied, masked with −∞ and with a peak, of 1 to 65,536 elements, the axis last and first.

  --op NAME   only this function; repeatable
  --short     no rows of 65,536 elements
  --seed N    other numbers, a whole number; default 0
  --record    write the figures to ${RECORD}, from which npm run docs makes the page; with --op, other
              functions keep their figures
  --help      this text

Errors are in units in the last place of the exact result, or in the unit that the bound in the function's
spec names. An error above the bound ends the run with the exit code 1.`;

const TYPES = ["f32", "f64"] as const;

function errorsOf(op: string, short: boolean, seed: number): Errors {
  const [f32, f64] = TYPES.map((type) => {
    const found = measure(op, type, { ...SHORT, seed });
    return short || !ROWS.includes(op) ? found : measure(op, type, { ...LONG, seed }, found);
  });
  return { f32: f32!, f64: f64! };
}

function main(): void {
  const { values } = parseArgs({
    options: {
      op: { type: "string", multiple: true },
      short: { type: "boolean", default: false },
      seed: { type: "string", default: "0" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names = values.op ?? NAMES;
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new RangeError(`--op: expected one of ${NAMES.join(", ")}, got ${unknown}`);
  if (values.record && values.short) throw new RangeError("--record: expected no --short next to it, got both");
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed: expected a whole number, got ${values.seed}`);
  console.log(heading(environment()));
  const functions: Record<string, Errors> = {};
  for (const op of names) {
    const errors = errorsOf(op, values.short, seed);
    functions[op] = errors;
    for (const type of TYPES) {
      for (const [member, worst] of Object.entries(errors[type]) as [Member, Worst][]) {
        const bound = boundOf(functionNamed(op).spec as ShapedSpec, type, member);
        const verdict = worst.error > bound ? "over its bound of" : "of";
        if (worst.error > bound) process.exitCode = 1;
        console.log(`${op}, ${type}, ${member}: ${ulps(worst.error)} ${verdict} ${bound}; ${worst.where}`);
      }
    }
  }
  if (values.record) record({ shaped: section(functions) }, values.op !== undefined);
}

try {
  main();
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
}
