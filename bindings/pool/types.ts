import type { ValueAndDerivative } from "../core/arrays.js";
import type { FloatArray, Like } from "../core/types.js";

/** A function of this package, or a member of one. */
export type Runnable = (x: never, ...others: never[]) => unknown;

/** An option of every call of a pool. */
export interface SignalOption {
  /** Aborts the call: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

type WithSignal<T> = T extends ArrayBufferView ? T : T extends object ? T & SignalOption : T;

/** The arguments after the first. Where options may be left out, a signal may be the only one. */
export type Others<F extends Runnable> =
  Parameters<F> extends [unknown, ...infer R] ? { [K in keyof R]: WithSignal<R[K]> } : never;

/** The result for a first operand of type X. */
export type Result<F extends Runnable, X extends FloatArray> =
  ReturnType<F> extends number
    ? number
    : ReturnType<F> extends { readonly value: unknown }
      ? ValueAndDerivative<Like<X>, Like<X>>
      : Like<X>;
