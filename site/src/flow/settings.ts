import type { Query } from "../frame/query.js";
import { ACTIVATIONS } from "../network/activations.js";
import { DATA, type DataName } from "../network/data.js";
import type { Config, Start } from "../network/network.js";

/** The state of the page, and the networks that it describes. */

export const WIDTHS = ["16", "32", "64"] as const;
export const DEPTHS = [2, 20] as const;
export const STARTS = ["matching", "he", "lecun", "xavier"] as const;
export const REFERENCES = ["sigmoid", "tanh", "relu", "selu"] as const;

export interface Settings {
  /** An activation for each layer, or one for all. */
  activations: readonly string[];
  depth: number;
  width: (typeof WIDTHS)[number];
  start: (typeof STARTS)[number];
  rate: number;
  data: DataName;
  seed: number;
}

export function read(query: Query): Settings {
  const names = query.text("f", "sigmoid").split(",");
  const depth = Math.round(query.number("depth", Math.max(10, Math.min(names.length, DEPTHS[1])), DEPTHS));
  const known = names.map((name) => query.known("f", name, ACTIVATIONS, "sigmoid"));
  return {
    activations: known.length > 1 ? Array.from({ length: depth }, (_, l) => known[l] ?? known.at(-1)!) : known,
    depth,
    width: query.choice("width", WIDTHS, "32"),
    start: query.choice("start", STARTS, "matching"),
    rate: query.number("rate", 0.1, [0.001, 10]),
    data: query.choice("data", DATA, "circles"),
    seed: Math.round(query.number("seed", 1, [0, 1e9])),
  };
}

export function activationOf({ activations }: Settings, layer: number): string {
  return activations[layer] ?? activations[0]!;
}

const SYMMETRIC = new Set(["sigmoid", "tanh", "softsign", "hardTanh", "hardSigmoid", "sparseSigmoid", "tanhShrink"]);

/** The deviation of the weights that the authors of an activation recommend. */
function matching(name: string): Start {
  if (name === "selu") return "lecun";
  return SYMMETRIC.has(name) ? "xavier" : "he";
}

function networkOf(settings: Settings, activations: readonly string[]): Config {
  const { width, start, rate, data, seed } = settings;
  const first = matching(activations[0]!);
  return { activations, width: Number(width), start: start === "matching" ? first : start, bias: 0, rate, data, seed };
}

export function configOf(settings: Settings): Config {
  return networkOf(
    settings,
    Array.from({ length: settings.depth }, (_, l) => activationOf(settings, l)),
  );
}

export function referencesOf(settings: Settings): readonly Config[] {
  return REFERENCES.map((name) =>
    networkOf(
      { ...settings, start: "matching" },
      Array.from({ length: settings.depth }, () => name),
    ),
  );
}
