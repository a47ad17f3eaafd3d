import type { Call, Options } from "./call.js";
import type { AnyLoss, AnyReduction } from "./functions.js";

/** The ways to call logSumExp and the losses. */

/** How many rows n elements are: one, unless the options have a shape. */
export type Rows = (n: number) => number;
const ONE_ROW: Rows = () => 1;

/** A call without the lengths of its operands and output. */
type Make = (name: string, operands: readonly string[], options: Options, run: Call["run"]) => Call;

/** The ways to call logSumExp. */
export function reductionCallsOf(make: Make, f: AnyReduction, options: Options = {}, rows = ONE_ROW): Call[] {
  const { name } = f.spec;
  return [
    {
      ...make(name, ["x"], options, ([x], o) => f(x!, o)),
      lengths: (n) => ({ operands: [n], out: rows(n) }),
    },
    {
      ...make(`${name}.grad`, ["x", "dy"], options, ([x, dy], o) => f.grad(x!, dy!, o)),
      lengths: (n) => ({ operands: [n, rows(n)], out: n }),
    },
  ];
}

/** The ways to call the loss of rows: with labels that go with the shape, and with targets. */
export function rowLossCallsOf(make: Make, f: AnyLoss, options: Options = {}, rows = ONE_ROW): Call[] {
  const { name } = f.spec;
  const smooth = { ...options, labelSmoothing: 0.25 };
  const lengths = (operands: number, out: Rows): Call["lengths"] => {
    return (n) => ({ operands: new Array<number>(operands).fill(n), out: out(n) });
  };
  const all = (n: number) => n;
  return [
    ...[options, smooth].flatMap((each) => [
      { ...make(name, ["logits"], each, ([x], o) => f(x!, labelsFor(x, o), o)), lengths: lengths(1, rows) },
      {
        ...make(`${name}.grad`, ["logits"], each, ([x], o) => f.grad(x!, labelsFor(x, o), o)),
        lengths: lengths(1, all),
      },
    ]),
    {
      ...make(name, ["logits", "targets"], options, ([x, t], o) => f(x!, t!, o)),
      lengths: lengths(2, rows),
      labels: "targets",
    },
    {
      ...make(`${name}.grad`, ["logits", "targets"], options, ([x, t], o) => f.grad(x!, t!, o)),
      lengths: lengths(2, all),
      labels: "targets",
    },
  ];
}

export function elementLossCallsOf(make: Make, f: AnyLoss): Call[] {
  const { name } = f.spec;
  return [
    make(name, ["logits", "targets"], {}, ([x, t], o) => f(x!, t!, o)),
    make(`${name}.grad`, ["logits", "targets"], {}, ([x, t], o) => f.grad(x!, t!, o)),
  ];
}

/** A label for each row, every fifth to be ignored. For logits and shapes that do not do: one label. */
export function labelsFor(logits: unknown, options: unknown): Int32Array {
  const length = Number((logits as ArrayLike<number> | null)?.length) || 0;
  const { shape = [length], axis = -1 } = (options ?? {}) as { shape?: readonly number[]; axis?: number };
  const sizes = Array.from(shape as ArrayLike<number>);
  const classes = sizes.at(axis) ?? 1;
  const rows = sizes.filter((_, i) => i !== (axis < 0 ? axis + sizes.length : axis)).reduce((a, b) => a * b, 1);
  if (!(Number.isSafeInteger(rows) && rows >= 0 && rows * classes === length)) return new Int32Array(1);
  return Int32Array.from({ length: rows }, (_, i) => (i % 5 === 4 || classes === 0 ? -100 : (7 * i + 3) % classes));
}
