import type { ElementType } from "../inputs.js";
import type { Settings } from "../measure.js";
import type { PeerName } from "../peers/index.js";

export const SIZES = [2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24];

const LARGE = 2 ** 22;

/**
 * All functions at all sizes in a quarter of an hour: the slowest take more than a tenth of a second for one call
 * at 16 Mi. Of the fast ones there are many samples in the time of a round.
 */
export function settingsFor(size: number, quick: boolean): Settings {
  if (size > LARGE) return { rounds: 3, time: 1, warmup: 40, samples: 1 };
  if (quick) return { rounds: 3, time: 5, warmup: 20, samples: 1 };
  return { rounds: 5, time: 10, warmup: 40, samples: 1 };
}

/** Where there are fewer: a gradient of TensorFlow.js in JavaScript takes seconds at 16 Mi. */
export function peersFor(size: number, peers: readonly PeerName[]): readonly PeerName[] {
  return size > LARGE ? peers.filter((name) => name !== "tfjs-cpu") : peers;
}

export function typesFor(size: number): readonly ElementType[] {
  return size > LARGE ? ["f32"] : ["f32", "f64"];
}
