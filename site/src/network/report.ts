import { BINS, type LayerReport, LEVELS, POWERS } from "./messages.js";
import { type Layer, type Network, SIDE } from "./network.js";

/** A network in figures and pictures. */

export function layerReport(network: Network, layer: Layer): LayerReport {
  const { a, dz } = layer;
  const mean = average(a, (v) => v);
  return {
    dead: network.dead(layer),
    gradient: rms(dz),
    gradients: histogram(dz, POWERS, (v) => Math.log10(Math.abs(v))),
    mean,
    deviation: Math.sqrt(average(a, (v) => (v - mean) ** 2)),
    activations: histogram(a, LEVELS, (v) => v),
  };
}

export function rms(values: Float32Array): number {
  return Math.sqrt(average(values, (v) => v * v));
}

function average(values: Float32Array, of: (v: number) => number): number {
  let sum = 0;
  for (const v of values) sum += of(v);
  return sum / values.length;
}

/** Shares of the values; outside of the range they count for its ends, −∞ for nothing. */
function histogram(values: Float32Array, [low, high]: readonly [number, number], of: (v: number) => number) {
  const bins = new Float32Array(BINS);
  for (const v of values) {
    const place = of(v);
    if (place === -Infinity || Number.isNaN(place)) continue;
    const bin = Math.floor((BINS * (place - low)) / (high - low));
    const at = Math.min(BINS - 1, Math.max(0, bin));
    bins[at] = bins[at]! + 1 / values.length;
  }
  return bins;
}

/** For each layer, unit after unit, a byte for each place of the plane. */
export function picturesOf(network: Network): readonly Uint8Array[] {
  return network.pictures().map((values, l) => {
    const { to } = network.layers[l]!;
    const probabilities = l === network.layers.length - 1;
    const bytes = new Uint8Array(values.length);
    const places = SIDE * SIDE;
    for (let j = 0; j < to; j++) {
      let most = 0;
      for (let p = 0; p < places; p++) most = Math.max(most, Math.abs(values[p * to + j]!));
      for (let p = 0; p < places; p++) {
        const value = values[p * to + j]!;
        const share = probabilities ? 2 * value - 1 : most > 0 ? value / most : 0;
        bytes[j * places + p] = 128 + Math.round(127 * share);
      }
    }
    return bytes;
  });
}
