import type { ValueAndDerivative } from "../core/arrays.js";
import type { FloatArray, Fresh } from "../core/types.js";

/** A function of this package, or a member of one. */
export type Runnable = (x: never, ...others: never[]) => unknown;

/** An option of every call of a pool. */
export interface SignalOption {
  /** Aborts the call: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

type WithSignal<T> = T extends ArrayBufferView
  ? T
  : T extends object
    ? { [K in keyof (T & SignalOption)]: (T & SignalOption)[K] }
    : T;

/** The arguments after the first. Where options may be left out, a signal may be the only one. */
export type Others<F extends Runnable> =
  Parameters<F> extends [unknown, ...infer R] ? { [K in keyof R]: WithSignal<R[K]> } : never;

/** The arguments as given, without options that the function does not take. */
export type Known<G, R> = {
  [I in keyof G]: I extends keyof R
    ? G[I] extends ArrayBufferView
      ? G[I]
      : G[I] & { [K in Exclude<keyof G[I], keyof NonNullable<R[I]>>]: never }
    : G[I];
};

/** The type of an output: of the array given under this name, or of a new one. */
type Written<X extends FloatArray, G, N extends "out" | "derivative"> = G extends readonly [...unknown[], infer O]
  ? N extends keyof O
    ? OutputOf<X, O[N]>
    : Fresh<X>
  : Fresh<X>;

type OutputOf<X extends FloatArray, A> = A extends FloatArray ? A : Fresh<X>;

/** The result for a first operand of type X and the other arguments G. */
export type Result<F extends Runnable, X extends FloatArray, G> =
  ReturnType<F> extends number
    ? number
    : ReturnType<F> extends { readonly value: unknown }
      ? ValueAndDerivative<Written<X, G, "out">, Written<X, G, "derivative">>
      : Written<X, G, "out">;
