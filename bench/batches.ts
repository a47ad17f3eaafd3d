import { type Elementwise, type FloatArray, gelu, type Rowwise, relu, sigmoid, softmax } from "lanewise";
import { figure, table } from "../catalogue/table.js";
import { type ElementType, filled } from "../catalogue/timing/inputs.js";
import { measure, type Settings, type Timing } from "../catalogue/timing/measure.js";
import { plain, plainSoftmax } from "../catalogue/timing/plain.js";
import { uniforms } from "../catalogue/timing/random.js";

/** The cost of many arrays: in a batch, in a call each, as one array, and in a plain loop over all. */

const SIZES = [
  [10_000, 16],
  [1_000, 256],
  [100, 10_000],
] as const;

type Way = "batch" | "inPlace" | "fresh" | "each" | "freshEach" | "whole" | "plain";

export interface BatchRow {
  readonly name: string;
  readonly count: number;
  readonly n: number;
  /** For all arrays together. */
  readonly timings: Readonly<Record<Way, Timing>>;
}

/** A function and its plain loop. The calls are compiled from source for each: a shared loop would inline none. */
interface Subject {
  readonly name: string;
  readonly f: Elementwise | Rowwise;
  readonly options: string;
  readonly loop: (x: FloatArray, y: FloatArray, n: number) => void;
}

export function runBatches(type: ElementType, settings: Settings): readonly BatchRow[] {
  const rows = SIZES.flatMap(([count, n]) => subjects(n).map((subject) => timed(subject, type, count, n, settings)));
  const header = [
    "ns per array",
    "arrays",
    "batch",
    "in place",
    "new",
    "each",
    "new each",
    "one",
    "plain",
    "each/b",
    "b/one",
  ];
  console.log(`\nbatches, ${type}: with "out", in place, into new arrays; a call each; one call of all; plain loops`);
  console.log(table(header, rows.map(cells)));
  return rows;
}

function subjects(n: number): readonly Subject[] {
  const elements = [sigmoid, relu, gelu].map((f) => {
    const { name } = f.spec;
    return { name, f, options: "", loop: plain(name).forward };
  });
  const rows: Subject["loop"] = (x, y) => plainSoftmax(x, y, 1, n);
  return [...elements, { name: "softmax", f: softmax, options: `shape: [1, ${n}], `, loop: rows }];
}

function timed({ name, f, options, loop }: Subject, type: ElementType, count: number, n: number, settings: Settings) {
  const next = uniforms(n);
  const arrays = (value: () => number) => Array.from({ length: count }, () => filled(type, n, value));
  const x = arrays(() => 16 * next() - 8);
  const z = arrays(next);
  const y = arrays(() => 0);
  const all = filled(type, count * n, () => 16 * next() - 8);
  const out = filled(type, count * n, () => 0);
  const compile = (body: string) =>
    new Function("f", "x", "y", "z", "all", "out", `return () => { ${body} };`)(f, x, y, z, all, out) as () => unknown;
  const rows = options.replace("[1", `[${count}`);
  const timings = measure<Way>(
    {
      batch: compile(`f.batch(x, { ${options}out: y });`),
      inPlace: compile(`f.batch(z, { ${options}out: z });`),
      fresh: compile(`return f.batch(x, { ${options} });`),
      each: compile(`for (let i = 0; i < x.length; i++) f(x[i], { ${options}out: y[i] });`),
      freshEach: compile(
        `const all = []; for (let i = 0; i < x.length; i++) all.push(f(x[i], { ${options} })); return all;`,
      ),
      whole: compile(`f(all, { ${rows}out });`),
      plain: () => {
        for (let i = 0; i < count; i++) loop(x[i]!, y[i]!, n);
      },
    },
    settings,
  );
  return { name, count, n, timings };
}

function cells({ name, count, n, timings }: BatchRow): readonly string[] {
  const ways: readonly Way[] = ["batch", "inPlace", "fresh", "each", "freshEach", "whole", "plain"];
  return [
    name,
    `${count} × ${n}`,
    ...ways.map((way) => figure(timings[way].ns / count)),
    figure(timings.each.ns / timings.batch.ns),
    figure(timings.batch.ns / timings.whole.ns),
  ];
}
