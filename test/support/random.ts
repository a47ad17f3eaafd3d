import type { Call, Options } from "./call.js";
import type { AnyRandom } from "./functions.js";

/** How to call the functions with random slopes. */

export const RANDOM_OPTIONS: readonly Options[] = [
  {},
  { training: true },
  { training: true, seed: 4_294_967_295, lower: -1, upper: 0.5 },
];

export function randomCallsOf(f: AnyRandom, options: Options = {}): Call[] {
  const { name } = f.spec;
  const call = (member: string, operands: readonly string[], run: Call["run"]): Call => ({
    name: member,
    operands,
    options,
    run: (arrays, more) => run(arrays, { ...options, ...more }),
    raw: (arrays, more) => run(arrays, more as Options),
    lengths: (n) => ({ operands: operands.map(() => n), out: n }),
  });
  return [
    call(name, ["x"], ([x], o) => f(x!, o)),
    call(`${name}.grad`, ["x", "dy"], ([x, dy], o) => f.grad(x!, dy!, o)),
    call(`${name}.slopes`, ["x"], ([x], o) => f.slopes(x!, o)),
  ];
}
