import type { ElementType } from "../../catalogue/timing/inputs.js";
import type { Settings } from "../../catalogue/timing/measure.js";
import type { PeerName } from "../peers/index.js";

export const SIZES = [2 ** 10, 2 ** 16, 2 ** 20, 2 ** 24];

const LARGE = 2 ** 22;

/**
 * All functions at all sizes take a quarter of an hour: one call of the slowest takes more than a tenth of a second
 * at 16 Mi. Fast calls yield many samples in the time of a round.
 */
export function settingsFor(size: number, quick: boolean): Settings {
  if (size > LARGE) return { rounds: 3, time: 1, warmup: 40, samples: 1 };
  if (quick) return { rounds: 3, time: 5, warmup: 20, samples: 1 };
  return { rounds: 5, time: 10, warmup: 40, samples: 1 };
}

/** Large arrays leave out tfjs-cpu, whose gradients take seconds at 16 Mi. */
export function peersFor(size: number, peers: readonly PeerName[]): readonly PeerName[] {
  return size > LARGE ? peers.filter((name) => name !== "tfjs-cpu") : peers;
}

export function typesFor(size: number): readonly ElementType[] {
  return size > LARGE ? ["f32"] : ["f32", "f64"];
}
