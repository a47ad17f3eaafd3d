import { availableParallelism } from "node:os";
import { table } from "../catalogue/table.js";
import { bitsOf, errorOf, falls, place, share, single } from "./format.js";
import { EVERYDAY, FIRST, type Span, sizeOf, whole } from "./places.js";
import { runAll, type Work } from "./pool.js";
import { Progress } from "./progress.js";
import { Runs } from "./runs.js";
import { DIRECTIONS, type Direction, expectation, parametersOf, subjects, traitsOf, type Values } from "./subjects.js";
import type { Job } from "./sweep.js";
import { EMPTY, merge, type Tally } from "./tally.js";

/** The errors of f32 functions against float64. */

export interface Singles {
  readonly parameters: Values;
  readonly value: Tally & Monotone;
  readonly derivative: Tally & Monotone;
}

/** Falls are counted for monotone functions only. */
interface Monotone {
  readonly monotone: boolean;
}

const SLICE = 2 ** 26;

function slices(): Span[] {
  return Array.from({ length: 2 ** 32 / SLICE }, (_, i) => whole(FIRST + i * SLICE, FIRST + (i + 1) * SLICE));
}

export async function sweepSingles(names: readonly string[], exhaustive: boolean): Promise<Record<string, Singles>> {
  const jobs = names.flatMap((op) => DIRECTIONS.map((direction): Job => ({ op, direction })));
  const all = exhaustive ? slices() : [EVERYDAY];
  const runs = exhaustive ? new Runs() : undefined;
  const tallies = new Map<string, Tally>();
  const add = (job: Job, tally: Tally) => tallies.set(keyOf(job), merge(tallies.get(keyOf(job)) ?? EMPTY, tally));
  const work = jobs.map((job): Work => {
    const left = all.filter((span) => {
      const known = runs?.find(job, span);
      if (known) add(job, known);
      return !known;
    });
    return { job, spans: left };
  });
  const threads = availableParallelism();
  const inputs = (spans: readonly Span[]) => spans.reduce((sum, span) => sum + sizeOf(span), 0);
  const progress = new Progress(jobs.length * inputs(all), inputs(work.flatMap(({ spans }) => spans)), threads);
  await runAll(work, threads, (job, span, { tally, seconds }) => {
    runs?.add(job, span, tally);
    add(job, tally);
    progress.advance(`${job.op} ${job.direction}`, sizeOf(span), seconds);
  });
  progress.end();
  return Object.fromEntries(names.map((op) => [op, figuresOf(op, tallies)]));
}

function figuresOf(op: string, tallies: ReadonlyMap<string, Tally>): Singles {
  const parameters = parametersOf(subjects.get(op)!.spec, "f32");
  const of = (direction: Direction) => {
    const want = expectation(op, direction);
    const monotone = traitsOf((x) => want(x, parameters)).rise !== 0;
    return { ...tallies.get(keyOf({ op, direction }))!, monotone };
  };
  return { parameters, value: of("value"), derivative: of("derivative") };
}

function keyOf({ op, direction }: Job): string {
  return `${op} ${direction}`;
}

export function describeSingles(results: Readonly<Record<string, Singles>>): string {
  const header = ["", "max ULP", "at x", "bits", "got", "want", "rounded %", "NaN", "range", "sign", "falls (ULP)"];
  const rows = Object.entries(results).flatMap(([op, figures]) =>
    DIRECTIONS.map((direction) => {
      const tally = figures[direction];
      const { worst } = tally;
      const at =
        worst.ulp === 0 ? ["", "", "", ""] : [place(worst), bitsOf(worst.x), single(worst.got), String(worst.want)];
      return [
        direction === "value" ? op : `${op}′`,
        errorOf(worst),
        ...at,
        share(tally),
        String(tally.numbers),
        String(tally.beyond),
        String(tally.signs),
        tally.monotone ? falls(tally) : "",
      ];
    }),
  );
  return table(header, rows);
}
