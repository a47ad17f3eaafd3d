import { parseArgs } from "node:util";
import { elu, mish, silu } from "lanewise";
import { activation } from "lanewise/formula";
import * as gallery from "../examples/formulas/gallery.js";
import { ulpError } from "../test/support/ulp.js";
import { formulaDefinitions } from "./formulas-exact.js";
import type { ElementType } from "./subjects.js";

/**
 * The errors of formulas, on random inputs: npx tsx accuracy/formulas.ts [--samples N] [--primitives]
 * Prints the tables of docs/formulas.md.
 */

const DIGITS = 30;

type Pair = (x: never) => Float32Array | Float64Array;
interface Subject {
  readonly f: Pair;
  readonly df?: Pair;
}

const formulas: Readonly<Record<string, Subject>> = Object.fromEntries([
  ...Object.entries(gallery).map(([name, f]) => [name, { f, df: f.derivative }]),
  ...[
    ["mish", "x * tanh(softplus(x))"],
    ["silu", "x * sigmoid(x)"],
    ["elu", "x > 0 ? x : expm1(x)"],
  ].map(([name, formula]) => {
    const f = activation(formula!);
    return [name, { f, df: f.derivative }];
  }),
  ...[mish, silu, elu].map((f) => [`${f.spec.name} (kernel)`, { f, df: f.derivative }]),
]);

/** From −reach to reach: evenly, and by magnitudes down to 1e-12. */
export function inputs(
  type: ElementType,
  samples: number,
  reach: number,
  random = seeded(),
): Float32Array | Float64Array {
  const x = type === "f32" ? new Float32Array(samples) : new Float64Array(samples);
  return x.map((_, i) => {
    const size = i % 4 === 0 ? reach * 10 ** (-12 * random()) : reach * random();
    return random() < 0.5 ? -size : size;
  });
}

function seeded(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Results below: a part that is less than the smallest normal number is 0. */
const LEAST = { f32: 2 ** -100, f64: 2 ** -1000 };

interface Worst {
  readonly error: number;
  readonly x: number;
}

/** The largest error, in ULP: with `absolute` a unit is at least half the spacing at 1. */
export function worst(
  f: Pair,
  exact: (x: number) => { readonly high: number; readonly low: number },
  x: Float32Array | Float64Array,
  type: ElementType,
  absolute: boolean,
): Worst {
  const got = f(x as never);
  let found: Worst = { error: 0, x: Number.NaN };
  x.forEach((value, i) => {
    const { high, low } = exact(value);
    if (Number.isNaN(high) || Math.abs(high) < LEAST[type]) return;
    const error = ulpError(got[i]!, high, type, absolute, low);
    if (error > found.error) found = { error, x: value };
  });
  return found;
}

const definitions = formulaDefinitions(DIGITS);

/** A definition at a number, as the sum of two doubles. */
export function at(f: (x: ReturnType<typeof definitions.real>) => ReturnType<typeof definitions.real>) {
  return (x: number) => {
    const exact = f(definitions.real(x));
    const high = exact.toNumber();
    return { high, low: Number.isFinite(high) ? exact.minus(definitions.real(high)).toNumber() : 0 };
  };
}

export { definitions, formulas };

/** The largest errors of f and f′ in both types, as the table of docs/formulas.md has them. */
export function errorsOf(name: string, samples: number): readonly Worst[] {
  const { f, df } = formulas[name]!;
  const exact = definitions.activations[name.split(" ")[0]!]!;
  const crosses = CROSSING.includes(name);
  return (["f32", "f64"] as const).flatMap((type) => {
    const x = inputs(type, samples, name === "sine" ? 1 : 20);
    return [worst(f, at(exact.f), x, type, crosses), worst(df!, at(exact.df), x, type, true)];
  });
}

/** The largest error of a function of formulas in f64. */
export function errorOf(name: string, samples: number): Worst {
  const reaches = [1, 20, 700, ...(/sin$|cos$|tan$/.test(name) ? [2 ** 30 * Math.PI] : [])];
  const { f } = definitions.primitives[name]!;
  const all = reaches.map((reach) =>
    worst(activation(`${name}(x)`), at(f), inputs("f64", samples, reach), "f64", false),
  );
  return all.reduce((a, b) => (b.error > a.error ? b : a));
}

/** Functions that cross 0 elsewhere than at 0: there is no relative error to speak of. */
const CROSSING = ["sine", "xielu"];

function main(): void {
  const { values } = parseArgs({
    options: { samples: { type: "string", default: "2000" }, primitives: { type: "boolean", default: false } },
  });
  const samples = Number(values.samples);
  if (values.primitives) {
    console.log("| | f64 |\n| --- | --- |");
    for (const name of Object.keys(definitions.primitives)) {
      const { error, x } = errorOf(name, samples);
      console.log(`| ${name} | ${error.toFixed(2)} at ${x} |`);
    }
    return;
  }
  console.log("| | f32 f | f32 f′ | f64 f | f64 f′ |\n| --- | --- | --- | --- | --- |");
  for (const name of Object.keys(formulas)) {
    const cells = errorsOf(name, samples).map(({ error }) => error.toFixed(2));
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

if (process.argv[1]?.endsWith("accuracy/formulas.ts")) main();
