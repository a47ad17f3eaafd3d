import { readFileSync } from "node:fs";
import type { ElementType } from "./call.js";

/** The reference values of test/vectors/, which `npm run vectors` computes at 90 digits. */

type Encoded = readonly (number | string)[];

export interface ElementwiseCase {
  readonly op: string;
  readonly params: Readonly<Record<string, number>>;
  readonly x: Float64Array;
  readonly f: Float64Array;
  readonly df: Float64Array;
  /** The differences between the exact values and `f` and `df`; 0 for f32. */
  readonly f_lo: Float64Array;
  readonly df_lo: Float64Array;
}

export interface RowCase {
  readonly op: string;
  readonly options: { readonly axis?: number };
  readonly shape: readonly number[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Rows with special values have no gradients. */
  readonly dy?: Float64Array;
  readonly dx?: Float64Array;
  readonly alpha?: Float64Array;
  readonly dalpha?: Float64Array;
}

/** A loss in place of y, and dx for dy = 1. */
export interface LossCase extends Omit<RowCase, "options" | "y" | "dy"> {
  readonly options: { readonly axis?: number; readonly labelSmoothing?: number; readonly ignoreIndex?: number };
  readonly loss: Float64Array;
  readonly labels?: Int32Array;
  readonly targets?: Float64Array;
}

export function elementwiseCases(type: ElementType): readonly ElementwiseCase[] {
  return read(`elementwise.${type}.json`).map((source) => {
    const decoded = decode(source, ["x", "f", "df", "f_lo", "df_lo"]);
    const none = new Float64Array((source.x as Encoded).length);
    return { f_lo: none, df_lo: none, ...decoded } as unknown as ElementwiseCase;
  });
}

export function rowCases(): readonly RowCase[] {
  const cases = read("rows.json").filter(({ loss }) => loss === undefined);
  return cases.map((source) => decode(source, ["x", "y", "dy", "dx", "alpha", "dalpha"]) as unknown as RowCase);
}

export function lossCases(): readonly LossCase[] {
  const cases = read("rows.json").filter(({ loss }) => loss !== undefined);
  return cases.map((source) => {
    const labels = source.labels ? { labels: Int32Array.from(source.labels as number[]) } : {};
    return { ...decode(source, ["x", "loss", "dx", "targets"]), ...labels } as unknown as LossCase;
  });
}

type Source = Readonly<Record<string, unknown>>;

const parsed = new Map<string, readonly Source[]>();

/** Parses a file once for all that ask. */
function read(file: string): readonly Source[] {
  const known = parsed.get(file);
  if (known) return known;
  const text = readFileSync(new URL(`../vectors/${file}`, import.meta.url), "utf8");
  const { cases } = JSON.parse(text) as { cases: Source[] };
  parsed.set(file, cases);
  return cases;
}

function decode(source: Source, lists: readonly string[]): Source {
  const present = lists.filter((list) => source[list] !== undefined);
  const numbers = present.map((list) => [list, Float64Array.from(source[list] as Encoded, Number)]);
  return { ...source, ...Object.fromEntries(numbers) };
}
