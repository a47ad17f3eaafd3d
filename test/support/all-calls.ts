import { accumulateCalls } from "./accumulate.js";
import type { Call } from "./call.js";
import { callsOf, elementLossCalls, lossCalls, rowCallsOf, shapedCalls, slopeCallsOf } from "./calls.js";
import { elementwise, randoms, rowwise, slopes, splits, variants } from "./functions.js";
import { randomCallsOf } from "./random.js";
import { splitCallsOf, splitVariants } from "./split.js";
import { totalCallsOf } from "./totals.js";

/** Every way to call every function, elementwise ones with all their variants. */
export function allCalls(): Call[] {
  return [
    ...elementwise.flatMap((f) =>
      variants(f).flatMap((options) => [...callsOf(f, options), ...totalCallsOf(f, options)]),
    ),
    ...accumulateCalls(),
    ...shapedCalls(),
  ];
}

/** Every way to call every function, with default parameters. */
export function plainCalls(): Call[] {
  return [
    ...elementwise.flatMap((f) => [...callsOf(f), ...totalCallsOf(f)]),
    ...rowwise.flatMap((f) => rowCallsOf(f)),
    ...slopes.flatMap((f) => slopeCallsOf(f, () => 1)),
    ...splits.flatMap((f) => splitCallsOf(f, splitVariants(f)[0]).slice(0, 2)),
    ...randoms.flatMap((f) => randomCallsOf(f)),
    ...lossCalls(),
    ...elementLossCalls(),
  ];
}
