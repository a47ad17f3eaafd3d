import { type Call, type Options, titleOf } from "./call.js";
import { lossCalls, rowCallsOf, slopeCallsOf } from "./calls.js";
import { rowwise, slopes, splits } from "./functions.js";
import { type Layout, rowOf, sizeOf } from "./shapes.js";
import { splitCallsOf, splitVariants } from "./split.js";

/** Calls of the functions with a shape, on layouts. */

/** A call on n elements. */
export type Sized = readonly [call: Call, n: number];

/** Every way to call the functions with a shape, by title, on all of the layouts that it takes. */
export function callsByTitle(layouts: readonly Layout[]): Map<string, Sized[]> {
  const found = new Map<string, Sized[]>();
  for (const layout of layouts) {
    for (const call of shapedCalls(layout)) {
      const { shape, axis, ...options } = call.options;
      const title = titleOf({ ...call, options });
      found.set(title, [...(found.get(title) ?? []), [call, sizeOf(layout.shape)]]);
    }
  }
  return found;
}

function shapedCalls(layout: Layout): Call[] {
  const { n } = rowOf(layout);
  const options = layout as unknown as Options;
  const shaped = (call: Call): Call => ({
    ...call,
    options: { ...call.options, ...options },
    run: (operands, more) => call.run(operands, { ...options, ...more }),
  });
  const divisible = splits.flatMap((f) =>
    splitVariants(f)
      .filter(({ pieces = 2 }) => n % (pieces as number) === 0)
      .flatMap((given) => splitCallsOf(f, given).filter(({ about }) => !about)),
  );
  return [
    ...rowwise.flatMap((f) => rowCallsOf(f, options)),
    ...slopes.flatMap((f) => [...slopeCallsOf(f, () => n, options), ...slopeCallsOf(f, () => 1, options)]),
    ...lossCalls(options, (total) => total / n),
    ...divisible.map(shaped),
  ];
}
