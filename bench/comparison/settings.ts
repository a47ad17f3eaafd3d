import type { Settings } from "../measure.js";

export const SIZES = [2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24];

/** All functions at all sizes in a quarter of an hour: large arrays have few calls, of which each takes long. */
export function settingsFor(size: number, quick: boolean): Settings {
  if (size > 2 ** 22) return { rounds: 3, time: 1, warmup: 1, samples: 1 };
  if (quick) return { rounds: 3, time: 5, warmup: 20 };
  return { rounds: 5, time: 10, warmup: 40 };
}
