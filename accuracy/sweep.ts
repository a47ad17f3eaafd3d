import { Workspace } from "lanewise";
import { Comparison, type Expectation } from "./comparison.js";
import { BLOCK, bitsAt, blocks, FIRST, type Span } from "./places.js";
import { type Direction, evaluator, expectation, parametersOf, subjects, traitsOf, type Values } from "./subjects.js";
import type { Tally } from "./tally.js";

/** One direction of one function. */
export interface Job {
  readonly op: string;
  readonly direction: Direction;
  /** Parameters that are not the default ones. */
  readonly parameters?: Values;
}

/** Computes y from x; both live in one Workspace. */
type Evaluate = (x: Float32Array, y: Float32Array) => void;

/** The float64 reference of a job in f32, and the properties its results must have. */
export function expected({ op, direction, parameters }: Job): Expectation {
  const { spec } = subjects.get(op)!;
  const want = expectation(op, direction);
  const values = parametersOf(spec, "f32", parameters);
  return {
    want,
    values,
    absolute: spec.errorBounds.absolute?.[direction] ?? false,
    traits: traitsOf((x) => want(x, values)),
  };
}

/** Compares the f32 kernel with the float64 reference over a span. */
export function sweep(job: Job, span: Span): Tally {
  const expectation = expected(job);
  return compare(expectation, evaluator(job.op, job.direction, expectation.values), span);
}

/** Compares what `evaluate` computes with an expectation over a span. */
export function compare(expectation: Expectation, evaluate: Evaluate, span: Span): Tally {
  const comparison = new Comparison(expectation);
  const ws = new Workspace({ bytes: 8 * BLOCK + 2 ** 16 });
  try {
    const x = ws.float32(BLOCK);
    const y = ws.float32(BLOCK);
    comparison.precede(at(Math.max(span.from - 1, FIRST), x, y, evaluate));
    if (span.from < 0 && span.to > 0) comparison.zeros(at(-1, x, y, evaluate), at(0, x, y, evaluate));
    for (const n of blocks(span, x)) {
      evaluate(x, y);
      comparison.block(x, y, n);
    }
    return comparison.tally;
  } finally {
    ws.dispose();
  }
}

/** The result at a place. */
function at(place: number, x: Float32Array, y: Float32Array, evaluate: Evaluate): number {
  new Int32Array(x.buffer, x.byteOffset)[0] = bitsAt(place);
  evaluate(x, y);
  return y[0]!;
}
