import type { Call, FloatArray } from "./call.js";
import { callsOf, shapedCalls } from "./calls.js";
import { elementwise } from "./functions.js";

/** Every gradient that can be added to what is there, with one more operand: what is there. */
export function accumulateCalls(): Call[] {
  return gradientCalls().map(accumulating);
}

/** The calls that take `accumulate`. */
export function gradientCalls(): Call[] {
  return [...elementwise.flatMap((f) => callsOf(f)), ...shapedCalls()].filter(({ name }) => /\.grad/.test(name));
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

/** Both terms are numbers of the type: their sum in f64 rounds to it as if it were exact. */
export const sumOf = (a: FloatArray, b: FloatArray): FloatArray => a.map((value, i) => value + b[i]!) as FloatArray;
