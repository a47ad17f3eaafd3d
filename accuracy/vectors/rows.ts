import { arithmetic } from "../decimal.js";
import { type Row, rowDefinitions } from "../exact-rows.js";
import { DIGITS } from "./elementwise.js";
import type { RowTask } from "./row-tasks.js";

export interface RowValues {
  readonly y?: readonly number[];
  readonly loss?: readonly number[];
  readonly dx?: readonly number[];
  readonly dalpha?: readonly number[];
}

const { real, ZERO } = arithmetic(DIGITS);

/** The rows of a case, one by one, and their results at their places. */
export function solveRows(task: RowTask): RowValues {
  const { op, shape, options, x, dy, alpha, labels, targets } = task;
  const definition = rowDefinitions(DIGITS, options.pieces)[op];
  if (!definition) throw new Error(`accuracy/exact-rows.ts has no ${op}`);
  // A loss of elements has a row for each.
  const single = op === "sigmoidCrossEntropy";
  const layout = single ? { outer: x.length, n: 1, inner: 1 } : layoutOf(shape, options.axis ?? -1);
  const { outer, n, inner } = layout;
  const rows = outer * inner;
  const isLoss = labels !== undefined || targets !== undefined;

  const y: number[] = [];
  const dx: number[] = [];
  const totals: Row[] = [];
  for (let row = 0; row < rows; row++) {
    const place = (i: number, length: number) => (Math.floor(row / inner) * length + i) * inner + (row % inner);
    const take = (array: readonly number[], length = array.length / rows) =>
      Array.from({ length }, (_, i) => real(array[place(i, length)]!));
    const put = (array: number[], values: Row) => {
      values.forEach((value, i) => {
        array[place(i, values.length)] = value.toNumber();
      });
    };
    const xs = take(x);
    const other = alpha
      ? xs.map((_, i) => real(alpha[alpha.length === 1 ? 0 : i]!))
      : targets
        ? take(targets)
        : labels
          ? targetsOf(labels[row]!, n, options)
          : [];
    put(y, definition.f(xs, other));
    if (!dy && !isLoss) continue;
    const gradient = dy ? take(dy) : [real(1)];
    put(dx, definition.grad(xs, gradient, other));
    if (definition.gradOther) totals.push(definition.gradOther(xs, gradient));
  }
  const ofAlpha = alpha && totalsOf(totals, alpha.length);
  return { ...(isLoss ? { loss: y } : { y }), ...(dx.length > 0 && { dx }), ...(ofAlpha && { dalpha: ofAlpha }) };
}

/** The flat array as (outer, n, inner). */
function layoutOf(shape: readonly number[], axis: number): { outer: number; n: number; inner: number } {
  const along = axis < 0 ? axis + shape.length : axis;
  const size = (sizes: readonly number[]) => sizes.reduce((total, each) => total * each, 1);
  return { outer: size(shape.slice(0, along)), n: shape[along]!, inner: size(shape.slice(along + 1)) };
}

/** The targets that a label stands for: 1 − ε at its place, and ε shared by all; none where it is ignored. */
function targetsOf(label: number, n: number, { labelSmoothing = 0, ignoreIndex }: RowTask["options"]): Row {
  if (label === ignoreIndex) return Array.from({ length: n }, () => ZERO);
  const epsilon = real(labelSmoothing);
  return Array.from({ length: n }, (_, i) => epsilon.div(n).plus(i === label ? real(1).minus(epsilon) : 0));
}

/** The gradients of the slopes: a sum for each, or one of all. */
function totalsOf(rows: readonly Row[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => {
    const terms = rows.flatMap((row) => (count === 1 ? row : [row[k]!]));
    return terms.reduce((total, term) => total.plus(term), ZERO).toNumber();
  });
}
