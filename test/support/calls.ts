import { type Call, call, type Options } from "./call.js";
import {
  type AnyElementwise,
  type AnyPrelu,
  type AnyRowwise,
  accepts,
  elementLosses,
  randoms,
  reductions,
  requiredBy,
  rowLosses,
  rowwise,
  slopes,
  splits,
} from "./functions.js";
import { elementLossCallsOf, type Rows, reductionCallsOf, rowLossCallsOf } from "./losses.js";
import { RANDOM_OPTIONS, randomCallsOf } from "./random.js";
import { splitCallsOf, splitVariants } from "./split.js";

/** The ways to call an elementwise function with these parameters. */
export function callsOf(f: AnyElementwise, options: Options = requiredBy(f)): Call[] {
  const { name } = f.spec;
  const { gradFromOutput } = f;
  const calls = [
    call(name, ["x"], options, ([x], o) => f(x!, o)),
    call(`${name}.derivative`, ["x"], options, ([x], o) => f.derivative(x!, o)),
    call(`${name}.valueAndDerivative`, ["x"], options, ([x], o) => f.valueAndDerivative(x!, o).value),
    call(`${name}.grad`, ["x", "dy"], options, ([x, dy], o) => f.grad(x!, dy!, o)),
  ];
  if (gradFromOutput && accepts(() => gradFromOutput(new Float32Array(0), new Float32Array(0), options))) {
    calls.push(call(`${name}.gradFromOutput`, ["y", "dy"], options, ([y, dy], o) => gradFromOutput(y!, dy!, o)));
  }
  return calls;
}

/** The ways to call a row-wise function. */
export function rowCallsOf(f: AnyRowwise, options: Options = {}): Call[] {
  const { name } = f.spec;
  return [
    call(name, ["x"], options, ([x], o) => f(x!, o)),
    call(`${name}.grad`, ["x", "dy"], options, ([x, dy], o) => f.grad(x!, dy!, o)),
    call(`${name}.gradFromOutput`, ["y", "dy"], options, ([y, dy], o) => f.gradFromOutput(y!, dy!, o)),
  ];
}

/** The ways to call prelu, with one slope or with as many as `channels` says. */
export function slopeCallsOf(f: AnyPrelu, channels: (n: number) => number, options: Options = {}): Call[] {
  const { name } = f.spec;
  const three = (n: number) => [n, channels(n), n];
  return [
    {
      ...call(name, ["x", "alpha"], options, ([x, alpha], o) => f(x!, alpha!, o)),
      lengths: (n) => ({ operands: [n, channels(n)], out: n }),
    },
    {
      ...call(`${name}.grad`, ["x", "alpha", "dy"], options, ([x, alpha, dy], o) => f.grad(x!, alpha!, dy!, o)),
      lengths: (n) => ({ operands: three(n), out: n }),
    },
    {
      ...call(`${name}.gradAlpha`, ["x", "alpha", "dy"], options, ([x, a, dy], o) => f.gradAlpha(x!, a!, dy!, o)),
      lengths: (n) => ({ operands: three(n), out: channels(n) }),
    },
  ];
}

/** The ways to call functions whose rows are as many as `rows` says. */
export function lossCalls(options?: Options, rows?: Rows): Call[] {
  return [
    ...reductions.flatMap((f) => reductionCallsOf(call, f, options, rows)),
    ...rowLosses.flatMap((f) => rowLossCallsOf(call, f, options, rows)),
  ];
}

/** The ways to call losses of elements. */
export function elementLossCalls(): Call[] {
  return elementLosses.flatMap((f) => elementLossCallsOf(call, f));
}

/** Every way to call the shaped functions. */
export function shapedCalls(): Call[] {
  return [
    ...rowwise.flatMap((f) => rowCallsOf(f)),
    ...slopes.flatMap((f) => [...slopeCallsOf(f, () => 1), ...slopeCallsOf(f, (n) => n)]),
    ...splits.flatMap((f) => splitVariants(f).flatMap((options) => splitCallsOf(f, options))),
    ...randoms.flatMap((f) => RANDOM_OPTIONS.flatMap((options) => randomCallsOf(f, options))),
    ...lossCalls(),
    ...elementLossCalls(),
  ];
}
