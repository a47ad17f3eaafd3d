import type { Settings } from "../measure.js";

export const SIZES = [2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24];

/**
 * All functions at all sizes in a quarter of an hour: the slowest take a second for one call at 16 Mi. Of the
 * fast ones there are many samples in the time of a round.
 */
export function settingsFor(size: number, quick: boolean): Settings {
  if (size > 2 ** 22) return { rounds: 3, time: 1, warmup: 40, samples: 1 };
  if (quick) return { rounds: 3, time: 5, warmup: 20, samples: 1 };
  return { rounds: 5, time: 10, warmup: 40, samples: 1 };
}
