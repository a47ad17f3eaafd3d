import type { History } from "../network/history.js";
import { BINS, LEVELS, POWERS, type Report } from "../network/messages.js";
import type { Line, Picture, Point } from "../plot/picture.js";
import { REFERENCES } from "./settings.js";

/** A report as pictures: gradients by layer, over time, and as histograms. */

/** Below this, a gradient is drawn as this: a logarithm has no 0. */
const LEAST = 1e-18;
const MOST = 1e2;
const REFERENCE_COLOURS = ["curve-1", "curve-2", "curve-3", "soft"];

const above = (y: number) => (y > LEAST ? y : LEAST);
const power = (y: number) => (y > 0 ? `10^${Math.log10(y).toFixed(1)}` : "0");

/** The smallest and the largest power of ten around values. */
function decades(values: readonly number[], least: number): readonly [number, number] {
  const logs = values.filter((y) => y > 0 && Number.isFinite(y)).map(Math.log10);
  const low = Math.max(Math.log10(LEAST), Math.floor(Math.min(least, ...logs)));
  const high = Math.min(Math.log10(MOST), Math.ceil(Math.max(-2, ...logs)));
  return [10 ** low, 10 ** high];
}

export function profile({ layers, references }: Report): Picture & { readonly keys: readonly Line[] } {
  const now = layers.map(({ gradient }, l): Point => ({ x: l + 1, y: above(gradient) }));
  const own: Line = {
    label: "your network, now",
    colour: "curve-0",
    runs: [now],
    width: 3.5,
    dots: now.map((point) => ({ ...point, filled: true })),
  };
  const others = references.map(
    (values, k): Line => ({
      label: `${REFERENCES[k]} before training`,
      colour: REFERENCE_COLOURS[k]!,
      runs: [values.map((y, l) => ({ x: l + 1, y: above(y) }))],
      width: 2,
      dash: "5 5",
    }),
  );
  const all = [...now.map(({ y }) => y), ...references.flat()];
  return {
    title: "Gradient at each layer",
    description: `From the first layer to the last: ${layers.map(({ gradient }) => power(gradient)).join(", ")}.`,
    x: { label: "layer", domain: [0.7, layers.length + 0.3], ticks: layers.map((_, l) => l + 1) },
    y: { label: "root mean square of ∂L/∂z", domain: decades(all, -4), log: true },
    lines: [...others, own],
    keys: [own, ...others],
  };
}

export function overTime(history: History, layers: readonly number[]): Picture {
  const lines = history.lines.map(
    (run, k): Line => ({
      label: `layer ${layers[k]! + 1}`,
      colour: `curve-${k}`,
      runs: [run.map(({ x, y }) => ({ x, y: above(y) }))],
    }),
  );
  const all = history.lines.flat().map(({ y }) => y);
  return {
    title: "Gradient over time",
    description: lines.map(({ label, runs }) => `${label}: ${power(runs[0]?.at(-1)?.y ?? 0)}`).join(", "),
    x: { label: "step", domain: [0, Math.max(20, history.last)] },
    y: { label: "", domain: decades(all, -4), log: true },
    lines,
  };
}

export type Quantity = "gradients" | "activations";

/** A histogram for each layer, one above the other. */
export function ridges({ layers }: Report, quantity: Quantity): Picture {
  const [low, high] = quantity === "gradients" ? POWERS : LEVELS;
  const place = (bin: number) => low + ((high - low) * (bin + 0.5)) / BINS;
  const lines = layers.map((layer, l): Line => {
    const shares = Array.from(layer[quantity]);
    const most = Math.max(1e-6, ...shares);
    const run = shares.map((share, bin) => ({ x: place(bin), y: layers.length - l + (0.92 * share) / most }));
    return {
      label: `layer ${l + 1}`,
      colour: "curve-0",
      runs: [run],
      width: 1.8,
      opacity: 1 - (0.55 * l) / layers.length,
    };
  });
  return {
    title: `Histogram of the ${quantity} of each layer`,
    description: "One above the other, the first layer at the top; the table below has the mean of each.",
    x: {
      label: quantity === "gradients" ? "|∂L/∂z|" : "activation",
      domain: [low, high],
      ...(quantity === "gradients" && { format: (value) => `1e${value}`.replace("-", "−") }),
    },
    y: {
      label: "",
      domain: [0.8, layers.length + 1.1],
      ticks: layers.map((_, l) => l + 1),
      format: (value) => String(layers.length + 1 - value),
    },
    lines,
  };
}
