import type { Config } from "./network.js";

/** Between a page and the network it trains. */

export type Order =
  | {
      readonly kind: "begin";
      readonly config: Config;
      readonly references: readonly Config[];
      readonly pictures: boolean;
    }
  | { readonly kind: "run"; readonly on: boolean; readonly perSecond: number }
  | { readonly kind: "step" }
  | { readonly kind: "change"; readonly activations: readonly string[]; readonly rate: number };

export interface LayerReport {
  /** For each unit, whether nothing moves it any more. */
  readonly dead: readonly boolean[];
  /** The root mean square of the gradients of the loss in z, and the share of them by powers of ten. */
  readonly gradient: number;
  readonly gradients: Float32Array;
  /** Of the activations. */
  readonly mean: number;
  readonly deviation: number;
  readonly activations: Float32Array;
}

export interface Report {
  readonly kind: "report";
  /** Counts the beginnings: reports of an earlier network are late. */
  readonly run: number;
  readonly steps: number;
  readonly loss: number;
  readonly correct: number;
  readonly layers: readonly LayerReport[];
  /** A byte for each unit and place of the plane: 128 is 0; the largest activation of a unit is 127 from there. */
  readonly pictures: readonly Uint8Array[];
  /** The gradients of other networks before training, by layer. */
  readonly references: readonly (readonly number[])[];
}

export type Answer = Report | { readonly kind: "error"; readonly message: string };

/** Histograms of gradients: powers of ten from −18 to 2; of activations: from −3 to 3. */
export const POWERS = [-18, 2] as const;
export const LEVELS = [-3, 3] as const;
export const BINS = 60;
