import { type SplitReference, splitReference } from "../reference/split.js";
import type { Call, FloatArray, Options } from "./call.js";
import type { AnySplit } from "./functions.js";
import { type Layout, rowOf, sizeOf } from "./shapes.js";

/** How to call the functions that halve, double or divide a dimension. */

/** The options that must be given, in some ways. */
export function splitVariants(f: AnySplit): Options[] {
  return f.spec.parameters?.pieces ? [{ pieces: 2 }, { pieces: 3 }] : [{}];
}

/** The value and the gradient of one group, then of as many groups as there can be. */
export function splitCallsOf(f: AnySplit, required: Options = {}): Call[] {
  const { name } = f.spec;
  const { taken, made } = referenceOf(f, required);
  const lengths = (n: number) => ({ x: n - (n % taken), y: ((n - (n % taken)) / taken) * made });
  const group = (x: FloatArray): Options => ({ ...required, shape: [x.length / taken, taken] });
  const whole = (): Options => required;
  const calls = (optionsOf: (x: FloatArray) => Options, about?: string): Call[] => [
    {
      name,
      operands: ["x"],
      options: required,
      ...(about && { about }),
      run: ([x], more) => f(x!, { ...optionsOf(x!), ...more }),
      raw: ([x], more) => f(x!, completed(required, more)),
      lengths: (n) => ({ operands: [lengths(n).x], out: lengths(n).y }),
    },
    {
      name: `${name}.grad`,
      operands: ["x", "dy"],
      options: required,
      ...(about && { about }),
      run: ([x, dy], more) => f.grad(x!, dy!, { ...optionsOf(x!), ...more }),
      raw: ([x, dy], more) => f.grad(x!, dy!, completed(required, more)),
      lengths: (n) => ({ operands: [lengths(n).x, lengths(n).y], out: lengths(n).x }),
    },
  ];
  return [...calls(whole), ...calls(group, "many groups")];
}

/** With what must be given, where these are options at all. */
function completed(required: Options, given: unknown): Options {
  const plain = given === undefined || Object.getPrototypeOf(given ?? 0) === Object.prototype;
  return (plain ? { ...required, ...(given as object) } : given) as Options;
}

export function referenceOf(f: AnySplit, options: Options): Omit<SplitReference, "taken"> & { taken: number } {
  const found = splitReference[f.spec.name]!;
  return { ...found, taken: found.taken(options) };
}

/** Applies f at each place of the pieces along the axis; shapes are shapes of x. */
export function alongPieces(
  { shape, axis }: Layout,
  operands: readonly { readonly array: ArrayLike<number>; readonly pieces: number }[],
  made: number,
  f: (...pieces: number[][]) => readonly number[],
): Float64Array {
  const { n, inner } = rowOf({ shape, axis });
  const { pieces: taken } = operands[0]!;
  const size = n / taken;
  const groups = sizeOf(shape) / (n * inner);
  const out = new Float64Array(groups * size * inner * made);
  // The element of (outer, pieces·size, inner), wherever the piece begins.
  const at = (pieces: number, o: number, k: number, u: number, j: number) =>
    (o * pieces * size + k * size + u) * inner + j;
  const given = operands.map(({ pieces }) => new Array<number>(pieces));
  for (let o = 0; o < groups; o++) {
    for (let u = 0; u < size; u++) {
      for (let j = 0; j < inner; j++) {
        operands.forEach(({ array, pieces }, i) => {
          for (let k = 0; k < pieces; k++) given[i]![k] = array[at(pieces, o, k, u, j)]!;
        });
        const values = f(...given);
        for (let k = 0; k < made; k++) out[at(made, o, k, u, j)] = values[k]!;
      }
    }
  }
  return out;
}
