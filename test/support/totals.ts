import { arrayOf } from "./arrays.js";
import { type Call, call, type FloatArray, type Options } from "./call.js";
import type { AnyElementwise } from "./functions.js";

/** The gradients of parameters: members that are not in the types of every function. */

type Total = (x: FloatArray, dy: FloatArray, options?: Options) => number;

/** The parameters that can be learned, with their members. */
export function totalsOf(f: AnyElementwise): { parameter: string; member: string; total: Total }[] {
  return Object.keys(f.spec.parameters).flatMap((parameter) => {
    const member = `grad${parameter[0]!.toUpperCase()}${parameter.slice(1)}`;
    const total = (f as unknown as Record<string, Total>)[member];
    return total ? [{ parameter, member, total }] : [];
  });
}

/** The ways to call them, with the number in an array. */
export function totalCallsOf(f: AnyElementwise, options: Options = {}): Call[] {
  return totalsOf(f).map(({ member, total }) => ({
    ...call(`${f.spec.name}.${member}`, ["x", "dy"], options, ([x, dy], { out, ...rest } = {}) => {
      const sum = total(x!, dy!, rest);
      const array = (out as FloatArray | undefined) ?? arrayOf(x!.BYTES_PER_ELEMENT === 4 ? "f32" : "f64", 1);
      array[0] = sum;
      return array;
    }),
    raw: ([x, dy], more) => arrayOf("f64", [total(x!, dy!, more as Options)]),
    returnsNumber: true,
    lengths: (n: number) => ({ operands: [n, n], out: 1 }),
  }));
}
