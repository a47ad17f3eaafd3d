import { ulpError } from "../../../test/support/ulp.js";
import { rounded, type Type } from "./floats.js";
import type { Subject } from "./subjects.js";

/** Results of a subject with their errors. */
export interface Result {
  readonly name: string;
  readonly colour: string;
  readonly value: number;
  /** In units in the last place of the exact result. */
  readonly error: number;
}

export interface Judged {
  readonly x: number;
  /** The number next to the exact result. */
  readonly nearest: number;
  readonly results: readonly Result[];
}

/** Judges neighbouring numbers together: ours are computed in one call. */
export function judge(subject: Subject, xs: readonly number[], type: Type): readonly Judged[] {
  const exact = subject.exact(type);
  const ours = subject.ours(type === "f32" ? Float32Array.from(xs) : Float64Array.from(xs));
  const nearest = type === "f32" ? subject.nearest?.(Float32Array.from(xs)) : undefined;
  return xs.map((x, i) => {
    const { high, low } = exact(x);
    const result = (name: string, colour: string, value: number): Result => ({
      name,
      colour,
      value,
      error: ulpError(value, high, type, false, low),
    });
    const inDoubles = subject.naive(x, (value) => value);
    return {
      x,
      nearest: rounded(high, type),
      results: [
        result("lanewise", "curve-0", ours[i]!),
        ...(type === "f32" ? [result("formula in f32", "curve-1", subject.naive(x, Math.fround))] : []),
        result(
          type === "f32" ? "formula in f64, rounded" : "formula in f64",
          type === "f32" ? "curve-2" : "curve-1",
          rounded(inDoubles, type),
        ),
        ...(nearest ? [result("lanewise/exact", "curve-3", nearest[i]!)] : []),
      ],
    };
  });
}

export function errorText(error: number, value: number): string {
  if (Number.isNaN(value) && error > 0) return "not a number";
  if (Math.abs(value) === Infinity && error > 0) return "overflow";
  if (error >= 1e5) return `${error.toExponential(1)} ULP`.replace("-", "−");
  return `${error >= 100 ? Math.round(error) : error.toFixed(2)} ULP`;
}
