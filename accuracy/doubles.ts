import { Workspace } from "lanewise";
import { table } from "../catalogue/table.js";
import { generator } from "../test/support/arrays.js";
import { ulpError } from "../test/support/ulp.js";
import { errorOf } from "./format.js";
import { Judge } from "./judge.js";
import { around, dense, points } from "./points.js";
import { DIRECTIONS, type Direction, evaluator, expectation, parametersOf, subjects, type Values } from "./subjects.js";
import type { Worst } from "./tally.js";

/**
 * The largest f64 errors that a search finds. The float64 reference errs as much as the kernel does: it
 * only selects, among millions of inputs, the few that 60 digits then judge.
 */
export interface Doubles {
  readonly parameters: Values;
  readonly value: Found;
  readonly derivative: Found;
}

export interface Found {
  readonly worst: Worst;
  /** Numbers of inputs compared with float64, and with 60 digits. */
  readonly tried: number;
  readonly judged: number;
}

/** Candidates kept by each first look, and by each later look around one of the worst. */
const FIRST_LOOK = 500;
const LATER_LOOK = 12;

/** The climb: relative distances from the worst inputs at which to look next, and the number of rounds. */
const SCALES = [2 ** -4, 2 ** -10, 2 ** -18, 2 ** -28, 2 ** -40, 2 ** -48];
const ROUNDS = 4;
const CLIMBERS = 8;
const STEPS = 2_048;

const BLOCK = 2 ** 13;

/** Inputs per binade. */
const DENSE = 4_096;

interface Candidate {
  readonly x: number;
  readonly got: number;
  readonly error: number;
}

/**
 * Tries about two million inputs, and judges three thousand at 60 digits, times `effort`, a multiple of 0.5.
 * A search starts from the worst input of an earlier one, so that it finds no less.
 */
export function searchDoubles(op: string, effort: number, known?: Doubles): Doubles {
  const parameters = parametersOf(subjects.get(op)!.spec, "f64");
  const found = (direction: Direction) =>
    new Search(op, direction, parameters).run(effort, known ? [known[direction].worst.x] : []);
  return { parameters, value: found("value"), derivative: found("derivative") };
}

class Search {
  #tried = 0;
  #judged = 0;
  readonly #judge: Judge;
  readonly #evaluate: ReturnType<typeof evaluator>;
  readonly #want: (x: number, values: Values) => number;
  readonly #values: Values;
  readonly #random = generator(1);
  readonly #absolute: boolean;

  constructor(op: string, direction: Direction, values: Values) {
    const { spec } = subjects.get(op)!;
    this.#absolute = spec.errorBounds.absolute?.[direction] ?? false;
    this.#judge = new Judge(op, direction, values, "f64", this.#absolute);
    this.#evaluate = evaluator(op, direction, values);
    this.#want = expectation(op, direction);
    this.#values = values;
  }

  run(effort: number, known: readonly number[]): Found {
    const random = this.#random;
    const first = [known, dense(random, DENSE * effort), points(Object.values(this.#values))];
    let best = peaks(first.flatMap((inputs) => this.#exactly(this.#look(inputs, FIRST_LOOK * effort))));
    for (let round = 0; round < ROUNDS; round++) {
      for (const scale of SCALES) {
        const near = best.flatMap(({ x }) => this.#look(around(x, scale, STEPS * effort, random), LATER_LOOK * effort));
        const all = [...best, ...this.#exactly(near)];
        // First everywhere, then near the worst.
        best = round < ROUNDS / 2 ? peaks(all) : top(all, CLIMBERS);
      }
    }
    const { x, got, error: ulp } = best[0]!;
    const { high: want } = this.#judge.want(x);
    return { worst: { ulp, x, got, want }, tried: this.#tried, judged: this.#judged };
  }

  /**
   * The inputs with the largest errors against float64, in random order where errors are equal: all are, if
   * the reference errs in the same way as the kernel.
   */
  #look(inputs: Iterable<number>, most: number): Candidate[] {
    using ws = new Workspace({ bytes: 16 * BLOCK + 2 ** 16 });
    const x = ws.float64(BLOCK);
    const y = ws.float64(BLOCK);
    let best: Candidate[] = [];
    const flush = (n: number) => {
      this.#evaluate(x, y);
      for (let i = 0; i < n; i++) {
        const want = this.#want(x[i]!, this.#values);
        const apart = y[i] === want ? 0 : ulpError(y[i]!, want, "f64", this.#absolute);
        const error = apart + 1e-6 * this.#random();
        if (best.length < most || error > best[0]!.error) best.push({ x: x[i]!, got: y[i]!, error });
        if (best.length >= 2 * most) best = top(best, most).reverse();
      }
      this.#tried += n;
    };
    let n = 0;
    for (const input of inputs) {
      x[n++] = input;
      if (n === BLOCK) {
        flush(n);
        n = 0;
      }
    }
    if (n > 0) flush(n);
    return top(best, most);
  }

  #exactly(candidates: readonly Candidate[]): Candidate[] {
    this.#judged += candidates.length;
    return candidates.map(({ x, got }) => ({ x, got, error: this.#judge.error(x, got) }));
  }
}

/** The candidates with the largest errors, the largest first. */
function top(candidates: Candidate[], most: number): Candidate[] {
  return candidates.sort((a, b) => b.error - a.error).slice(0, most);
}

/** The worst of each binade and sign, the largest error first: one binade would crowd out the others. */
function peaks(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<number, Candidate>();
  for (const candidate of candidates) {
    const binade = Math.sign(candidate.x) * (2_000 + Math.floor(Math.log2(Math.abs(candidate.x))));
    if (candidate.error > (best.get(binade)?.error ?? -1)) best.set(binade, candidate);
  }
  return top([...best.values()], CLIMBERS);
}

export function describeDoubles(results: Readonly<Record<string, Doubles>>): string {
  const header = ["", "max ULP found", "at x", "got", "want", "tried", "judged"];
  const rows = Object.entries(results).flatMap(([op, figures]) =>
    DIRECTIONS.map((direction) => {
      const { worst, tried, judged } = figures[direction];
      const at = worst.ulp === 0 ? ["", "", ""] : [String(worst.x), String(worst.got), String(worst.want)];
      return [direction === "value" ? op : `${op}′`, errorOf(worst), ...at, String(tried), String(judged)];
    }),
  );
  return table(header, rows);
}
