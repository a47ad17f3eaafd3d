import { arithmetic, type Real } from "../decimal.js";
import { definitions } from "../exact.js";
import { parametersOf, subjects } from "../subjects.js";
import type { Subject } from "./subjects.js";

const DIGITS = 60;
const { D, real } = arithmetic(DIGITS);
const BINARY_INFINITY = new D(2).pow(128);
const INFINITE_BITS = 0x7f800000;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** An f32 next to an exact result. */
export interface Nearest {
  readonly y: number;
  /** log₂ of the distance from the nearest tie, in ULP; −∞ for a tie. */
  readonly gap: number;
}

/** Decides results at 60 digits. */
export function decider({ op, direction }: Subject): (x: number) => Nearest {
  const definition = definitions(DIGITS, "f32")[op]!;
  const given = Object.entries(parametersOf(subjects.get(op)!.spec, "f32"));
  const parameters = Object.fromEntries(given.map(([name, value]) => [name, real(value)]));
  const f = direction === "value" ? definition.f : definition.df;
  const far = new D(10).pow(1000);
  const straight = op === "tanhShrink" && direction === "value";
  return (x) => {
    if (Number.isNaN(x)) return { y: x, gap: 0 };
    if (straight && Math.abs(x) > FLAT) return nearest(beyondDigits(x));
    return nearest(f(Number.isFinite(x) ? real(x) : far.times(Math.sign(x)), parameters));
  };
}

// From here on tanh x is 1 at 60 digits and more.
const FLAT = 1000;

/** x − tanh x: more than |x| − 1, which may be a tie, by less than any digits. */
function beyondDigits(x: number): Real {
  return real(Math.abs(x)).minus(1).plus(real(1e-30)).times(Math.sign(x));
}

/** The f32 nearest to a number, ties to even. */
export function nearest(value: Real): Nearest {
  const magnitude = value.abs();
  const sign = value.isNeg() ? -1 : 1;
  if (magnitude.gte(BINARY_INFINITY)) return { y: sign * Number.POSITIVE_INFINITY, gap: 0 };
  let below = bitsNear(magnitude.toNumber());
  while (below > 0 && numberAt(below).gt(magnitude)) below--;
  while (numberAt(below + 1).lte(magnitude)) below++;
  const low = numberAt(below);
  const ulp = numberAt(below + 1).minus(low);
  const over = magnitude.minus(low).minus(ulp.div(2));
  const up = over.gt(0) || (over.isZero() && below % 2 === 1);
  bits[0] = up ? below + 1 : below;
  const gap = over.isZero() ? Number.NEGATIVE_INFINITY : Math.log2(over.abs().div(ulp).toNumber());
  return { y: sign * float[0]!, gap };
}

function bitsNear(x: number): number {
  float[0] = x;
  return Math.min(bits[0]!, INFINITE_BITS - 1);
}

/** The number with these bits; 2¹²⁸ for ∞, which is what rounds there. */
function numberAt(at: number): Real {
  if (at >= INFINITE_BITS) return BINARY_INFINITY;
  bits[0] = at;
  return real(float[0]!);
}
