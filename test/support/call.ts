import type { ElementType, FloatArray } from "../../bindings/core/types.js";

export type { ElementType, FloatArray };

export const TYPES = ["f32", "f64"] as const;

export type Options = Readonly<Record<string, unknown>>;

/** One way to call a function: the function itself or a member of it. */
export interface Call {
  /** As error messages have it. */
  readonly name: string;
  readonly operands: readonly string[];
  /** The options, except for `out`, that the call is made with. */
  readonly options: Options;
  readonly run: (operands: readonly FloatArray[], options?: Options) => FloatArray;
  /** The same with anything for options. */
  readonly raw: (operands: readonly FloatArray[], options: unknown) => FloatArray;
  /** It returns a number, here in an array of one, and takes no `out`. */
  readonly returnsNumber?: boolean;
  /** Tells it from others with the same options, for titles. */
  readonly about?: string;
  /** Lengths of the operands and of the output for n elements of x, or a few less if n has to be divisible. */
  readonly lengths: (n: number) => { readonly operands: readonly number[]; readonly out: number };
  /** The operand, if there is one, that may be an Int32Array of labels instead. */
  readonly labels?: string;
}

export function call(name: string, operands: readonly string[], options: Options, run: Call["run"]): Call {
  return {
    name,
    operands,
    options,
    run: (arrays, more) => run(arrays, { ...options, ...more }),
    raw: (arrays, more) => run(arrays, (isPlain(more) ? { ...options, ...more } : more) as Options),
    lengths: (n) => ({ operands: operands.map(() => n), out: n }),
  };
}

/** True if these are options, or none, that others can be added to. */
function isPlain(options: unknown): options is object | undefined {
  return options === undefined || (typeof options === "object" && options?.constructor === Object);
}

/** A call as the title of a test. */
export function titleOf({ name, options, lengths, operands, about }: Call): string {
  const parameters = Object.entries(options).map(([key, value]) => `${key} ${value}`);
  const slopes = operands.includes("alpha") ? [lengths(2).operands[1] === 1 ? "one slope" : "a slope each"] : [];
  const targets = operands.includes("targets") ? ["targets"] : [];
  const details = [...parameters, ...slopes, ...targets, ...(about ? [about] : [])].join(", ");
  return details ? `${name} (${details})` : name;
}
