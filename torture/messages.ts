/** Messages of a campaign's process to the driver. */
export type Message =
  | { readonly kind: "progress"; readonly case: number }
  | { readonly kind: "failure"; readonly case: number; readonly text: string }
  | { readonly kind: "done"; readonly result: Outcome };

/** Results of a campaign's process that came to its end. */
export interface Outcome {
  readonly cases: number;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly skips: readonly string[];
}

/** A job for a campaign's process. */
export interface Assignment {
  readonly campaign: string;
  readonly seed: number;
  readonly seconds: number;
  readonly from: number;
  readonly single: boolean;
}
