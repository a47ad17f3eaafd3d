import {
  type Call,
  callsOf,
  elementLossCalls,
  elementwise,
  type FloatArray,
  lossCalls,
  randoms,
  rowCallsOf,
  rowwise,
  slopeCallsOf,
  slopes,
  splits,
} from "./functions.js";
import { RANDOM_OPTIONS, randomCallsOf } from "./random.js";
import { splitCallsOf, splitVariants } from "./split.js";

/** Every gradient that can be added to what is there, with one more operand: what is there. */
export function accumulateCalls(): Call[] {
  return gradientCalls().map(accumulating);
}

/** The calls that take `accumulate`. */
export function gradientCalls(): Call[] {
  return [
    ...elementwise.flatMap((f) => callsOf(f)),
    ...rowwise.flatMap((f) => rowCallsOf(f)),
    ...slopes.flatMap((f) => [...slopeCallsOf(f, () => 1), ...slopeCallsOf(f, (n) => n)]),
    ...splits.flatMap((f) => splitVariants(f).flatMap((options) => splitCallsOf(f, options))),
    ...randoms.flatMap((f) => RANDOM_OPTIONS.flatMap((options) => randomCallsOf(f, options))),
    ...lossCalls(),
    ...elementLossCalls(),
  ].filter(({ name }) => /\.grad/.test(name));
}

function accumulating(call: Call): Call {
  return {
    ...call,
    name: `${call.name}, accumulated`,
    operands: [...call.operands, "before"],
    run: (operands, { out, ...options } = {}) => {
      const before = operands.at(-1)!;
      const target = (out as FloatArray | undefined) ?? before.slice();
      target.set(before);
      return call.run(operands.slice(0, -1), { ...options, out: target, accumulate: true });
    },
    lengths: (n) => {
      const { operands, out } = call.lengths(n);
      return { operands: [...operands, out], out };
    },
  };
}
