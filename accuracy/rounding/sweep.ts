import { decider } from "./decide.js";
import { BLOCK, Filter } from "./filter.js";
import { evaluatorOf, type Subject } from "./subjects.js";

/** Inputs by their bits: a block of neighbours somewhere in each `every` blocks. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

export interface Wrong {
  readonly x: number;
  readonly got: number;
  readonly want: number;
}

/** An input whose exact result is close to a tie: its bits, the bits of the nearest f32, and log₂ of the distance in ULP. */
export type Hard = readonly [x: number, y: number, gap: number];

export interface Findings {
  readonly inputs: number;
  /** Results that 60 digits had to decide. */
  readonly decided: number;
  readonly wrong: readonly Wrong[];
  readonly hard: readonly Hard[];
}

/** The hardest inputs of a span that are kept. */
const KEPT = 1_024;

const view = new DataView(new ArrayBuffer(4));
export function bitsOf(y: number): number {
  view.setFloat32(0, y);
  return view.getUint32(0);
}
export function numberOf(bits: number): number {
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/** Compares all results of a span with the exact ones. */
export function sweep(subject: Subject, { from, to, every }: Span): Findings {
  const filter = new Filter();
  const evaluate = evaluatorOf(subject);
  const decide = decider(subject);
  const wrong: Wrong[] = [];
  const hard: Hard[] = [];
  let inputs = 0;
  let decided = 0;
  for (let first = from, k = 0; first < to; first += every * BLOCK, k++) {
    // Shifted by multiples of the golden ratio, so that all bits occur.
    const start = first + Math.floor(((k * 0.618033988749895) % 1) * every) * BLOCK;
    filter.fill(start);
    evaluate(filter.x, filter.y);
    inputs += BLOCK;
    for (const i of filter.open(subject)) {
      const [x, got] = [filter.x[i]!, filter.y[i]!];
      const { y: want, gap } = decide(x);
      decided++;
      if (got !== want && !(Number.isNaN(got) && Number.isNaN(want))) wrong.push({ x, got, want });
      hard.push([start + i, bitsOf(want), gap]);
    }
  }
  return { inputs, decided, wrong, hard: hardest(hard, KEPT) };
}

/** The inputs whose results are closest to a tie without being one. */
export function hardest(all: readonly Hard[], most: number): Hard[] {
  const close = all.filter(([, , gap]) => gap < 0 && gap !== Number.NEGATIVE_INFINITY);
  return close.sort(([, , a], [, , b]) => a - b).slice(0, most);
}

export function merge(all: readonly Findings[]): Findings {
  const sum = (of: (each: Findings) => number) => all.reduce((total, each) => total + of(each), 0);
  return {
    inputs: sum(({ inputs }) => inputs),
    decided: sum(({ decided }) => decided),
    wrong: all.flatMap(({ wrong }) => wrong),
    hard: hardest(
      all.flatMap(({ hard }) => hard),
      KEPT,
    ),
  };
}
