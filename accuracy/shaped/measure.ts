import type { ShapedSpec } from "lanewise";
import type { ElementType } from "../../bindings/core/types.js";
import { smallestNormal, ulp } from "../../test/support/ulp.js";
import { arithmetic } from "../decimal.js";
import { axesOf, type Member, multipleOf, type Way, waysOf } from "./calls.js";
import { ELEMENTS, type Sample, SORTS, type Sort, SPREADS, sampleOf } from "./samples.js";
import type { Terms } from "./terms.js";

/** The largest error of a member, the sample that has it, and how many results were compared. */
export interface Worst {
  readonly error: number;
  readonly where: string;
  readonly results: number;
}

type Found = Partial<Record<Member, Worst>>;

/** Of a function: by element type, then by member. */
export type Errors = Readonly<Record<ElementType, Readonly<Found>>>;

/** Results that are compared in a row: all of a short one. */
const COMPARED = 1000;
const { real } = arithmetic(60);
const UNIT = { f32: 2 ** -24, f64: 2 ** -53 } as const;
/** A result, a term or a factor that is no normal number may be 0. The other factors here are smaller than this number. */
const FLUSHED = 64;

/** Functions that take −∞ as a mask, softmin ∞. */
const MASKED = ["softmax", "softmin", "logSoftmax", "logSumExp", "sparsemax", "softmaxCrossEntropy"];
/** Functions whose results depend on the whole row, so that long rows say more than short ones. */
export const ROWS: readonly string[] = [...MASKED, "prelu"];

/**
 * In units in the last place: of a value, of the number it is measured by; of a gradient, of the exact one, but at least 2⁻²⁴
 * (2⁻⁵³) of its terms.
 */
export function errorOf(got: number, { want, size }: Terms, type: ElementType, member: Member): number {
  const nearest = want.toNumber();
  if (!Number.isFinite(nearest) || Number.isNaN(got)) return Object.is(got, nearest) ? 0 : Infinity;
  const difference = real(got).minus(want).abs().toNumber();
  const error = Math.max(difference - FLUSHED * smallestNormal(type), 0);
  const scale = size.toNumber();
  return error / (member === "value" ? ulp(scale, type) : Math.max(ulp(nearest, type), UNIT[type] * scale));
}

/** The largest errors of a function on a sample, with the axis last and first. Tests compare with the results of another. */
export function measureSample(op: string, sample: Sample, expected = sample): Found {
  const found: Found = {};
  const exact = waysOf(op, expected);
  waysOf(op, sample).forEach((way, k) => {
    const axes = axesOf(op);
    const error = worstOf({ ...way, exact: exact[k]!.exact }, sample.type, axes.map(way.run));
    const results = axes.length * way.rows * Math.min(way.length, COMPARED);
    const where = `${sample.sort}, spread ${sample.spread}, ${sample.rows[0]!.x.length} elements`;
    found[way.member] = larger(found[way.member], { error, where, results });
  });
  return found;
}

type Got = (row: number, i: number) => number;

function worstOf({ member, rows, length, exact }: Way, type: ElementType, got: readonly Got[]): number {
  const step = Math.ceil(length / COMPARED);
  let worst = 0;
  for (let r = 0; r < rows; r++) {
    const results = exact(r);
    for (let i = r % step; i < length; i += step) {
      const terms = results(i);
      for (const each of new Set(got.map((run) => run(r, i)))) {
        worst = Math.max(worst, errorOf(each, terms, type, member));
      }
    }
  }
  return worst;
}

/** The bound of a member. */
export function boundOf({ errorBounds }: Pick<ShapedSpec, "errorBounds">, type: ElementType, member: Member): number {
  return (member === "value" ? errorBounds : errorBounds[member]!)[type];
}

function larger(a: Worst | undefined, b: Worst): Worst {
  if (!a) return b;
  return { ...(b.error > a.error ? b : a), results: a.results + b.results };
}

/** The rows that a function is measured on: all sorts, these lengths and spreads. */
export interface Extent {
  readonly lengths: readonly number[];
  readonly spreads: readonly number[];
  /** Elements of the samples of short rows. */
  readonly elements?: number;
  /** Other numbers. */
  readonly seed?: number;
}

export const SHORT: Extent = { lengths: [1, 2, 3, 7, 40, 300], spreads: SPREADS };
/** Rows that go through many blocks. */
export const LONG: Extent = { lengths: [65_536], spreads: [20] };

/** The largest errors of a function, of earlier ones too. */
export function measure(op: string, type: ElementType, extent: Extent, found: Found = {}): Found {
  const { lengths, spreads, elements = ELEMENTS, seed = 0 } = extent;
  for (const sort of SORTS.filter((each) => each !== "masked" || MASKED.includes(op))) {
    for (const spread of spreads) {
      for (const length of lengths)
        merge(found, measureSample(op, sampleFor(op, type, { sort, spread, length, elements, seed })));
    }
  }
  return found;
}

function merge(found: Found, more: Found): void {
  for (const [member, worst] of Object.entries(more) as [Member, Worst][]) found[member] = larger(found[member], worst);
}

/** Elements of a row that is not kept. */
const MANY = 10_000;
const made = new Map<string, Sample>();

interface Chosen {
  readonly sort: Sort;
  readonly spread: number;
  readonly length: number;
  readonly elements: number;
  readonly seed: number;
}

/** Functions share their samples, and with them what is known of the rows. */
function sampleFor(op: string, type: ElementType, { sort, spread, length, elements, seed }: Chosen): Sample {
  const n = length * multipleOf(op);
  const mask = op === "softmin" ? Infinity : -Infinity;
  const key = [type, sort, spread, n, elements, seed, sort === "masked" ? mask : ""].join(" ");
  const sample = made.get(key) ?? sampleOf(type, sort, spread, n, { mask, elements, seed });
  if (n < MANY) made.set(key, sample);
  return sample;
}
