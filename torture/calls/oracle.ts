import { lossReference, reference, rowReference } from "../../test/reference/index.js";
import { alongRows, sizeOf } from "../../test/support/shapes.js";
import { smallestNormal, ulp, ulpError } from "../../test/support/ulp.js";
import { expect } from "../campaign.js";
import type { Drawn } from "./draw.js";
import type { FloatArray } from "./subjects.js";
import { title } from "./ways.js";

/** Results compared with the float64 reference of the tests, which is written from the definitions. */

// Errors of the reference itself, in units of the type.
const REFERENCE = { f32: 0.01, f64: 4 } as const;
const MOST = 2_000;
const LARGE = 2 ** 64;

/** How many results were compared. */
export function expectReference(drawn: Drawn, results: readonly FloatArray[]): number {
  if (drawn.length === 0 || drawn.operands[0]!.length > MOST) return 0;
  if (drawn.subject.spec.kind === "elementwise") return elementwise(drawn, results);
  if (drawn.subject.spec.kind === "rowwise" && drawn.mood === "tame") return rows(drawn, results[0]!);
  if (drawn.subject.spec.kind === "reduction" && drawn.mood === "tame") return sums(drawn, results[0]!);
  return 0;
}

function elementwise(drawn: Drawn, results: readonly FloatArray[]): number {
  const { subject, type, operands } = drawn;
  const { spec, member } = subject;
  if (spec.kind !== "elementwise") return 0;
  const { f, df } = reference[spec.name]!;
  // Products with parameters lose digits in the reference that f64 would need.
  if (type === "f64" && Object.keys(drawn.options).length > 0) return 0;
  const preset = Object.keys(drawn.options).length === 0;
  const parameters = rounded(drawn);
  const { [type]: bounds, absolute } = spec.errorBounds;
  const compare = (got: FloatArray, which: "value" | "derivative") => {
    const exact = which === "value" ? f : df;
    // The bounds hold for the default parameters; others may cost a rounding, or cancel, or overflow on the way.
    const reserve = preset ? 0 : 1 + Math.max(...Object.values(parameters).filter(Number.isFinite).map(Math.abs));
    const bound = bounds[which] + reserve + REFERENCE[type];
    got.forEach((y, i) => {
      const x = operands[0]![i]!;
      const want = exact(x, parameters);
      // The reference overflows in its own corrections, for some parameters.
      if (Number.isNaN(want) && !Number.isNaN(x)) return;
      if (!preset && Math.abs(want) > LARGE) return;
      // A rounding of alpha·x + beta decides on which side of a jump of f′ x is.
      const sides = preset || which === "value" ? [] : neighbours(x, type).map((near) => exact(near, parameters));
      const error = Math.min(...[want, ...sides].map((each) => ulpError(y, each, type, absolute?.[which])));
      expect(
        error <= bound,
        () =>
          `${title(drawn)}: ${which} ${y} instead of ${want} at x = ${x}, ${error} ULP; the bound is ${bounds[which]}`,
      );
    });
    return got.length;
  };
  if (member === "") return compare(results[0]!, "value");
  if (member === "derivative") return compare(results[0]!, "derivative");
  if (member === "valueAndDerivative") return compare(results[0]!, "value") + compare(results[1]!, "derivative");
  return 0;
}

function neighbours(x: number, type: Drawn["type"]): number[] {
  const step = 2 * ulp(x, type);
  return [x - step, x + step];
}

/** The parameters as kernels get them. */
function rounded({ subject, type, options }: Drawn): Readonly<Record<string, number>> {
  const parameters = Object.entries(subject.spec.parameters ?? {});
  const round = type === "f32" ? Math.fround : (value: number) => value;
  return Object.fromEntries(
    parameters.map(([name, { default: preset }]) => [name, round((options[name] as number | undefined) ?? preset!)]),
  );
}

function layoutOf({ operands, options }: Drawn) {
  const { shape = [operands[0]!.length], axis = -1 } = options as { shape?: readonly number[]; axis?: number };
  return { shape, axis };
}

function rows(drawn: Drawn, got: FloatArray): number {
  const { subject, type, operands } = drawn;
  const { spec, member } = subject;
  const { f, grad, terms, least = 0 } = rowReference[spec.name]!;
  const layout = layoutOf(drawn);
  if (sizeOf(layout.shape) === 0) return 0;
  const arrays = operands as readonly FloatArray[];
  if (member === "") {
    const want = alongRows(layout, arrays, f);
    const bound = (spec.errorBounds as { readonly f32: number; readonly f64: number })[type];
    return compareWithin(drawn, got, want, (i) => Math.max(Math.abs(want[i]!), least), bound);
  }
  if (member !== "grad") return 0;
  const { gradient } = spec.errorBounds as { readonly gradient: Readonly<Record<Drawn["type"], number>> };
  const sizes = sizesOf(alongRows(layout, arrays, terms));
  return compareWithin(drawn, got, alongRows(layout, arrays, grad), sizes, gradient[type]);
}

const sizesOf = (sizes: Float64Array) => (i: number) => sizes[i]!;

function sums(drawn: Drawn, got: FloatArray): number {
  const { subject, type, operands } = drawn;
  const layout = layoutOf(drawn);
  if (subject.member !== "" || sizeOf(layout.shape) === 0) return 0;
  const first: number[] = [];
  const sizes: number[] = [];
  alongRows(layout, operands as readonly FloatArray[], (row) => {
    const sum = lossReference.logSumExp(row);
    first.push(sum);
    sizes.push(Math.max(Math.abs(sum), 1, ...row.map(Math.abs)));
    return row;
  });
  const bound = (subject.spec.errorBounds as { readonly f32: number; readonly f64: number })[type];
  return compareWithin(drawn, got, first, (i) => sizes[i]!, bound);
}

function compareWithin(
  drawn: Drawn,
  got: FloatArray,
  want: ArrayLike<number>,
  sizeAt: (i: number) => number,
  bound: number,
): number {
  const { type } = drawn;
  for (let i = 0; i < got.length; i++) {
    const error = Math.max(Math.abs(got[i]! - want[i]!) - smallestNormal(type), 0);
    const units = error / ulp(sizeAt(i), type);
    expect(
      Object.is(got[i], want[i]) || units <= bound + REFERENCE[type],
      () => `${title(drawn)}: element ${i} is ${got[i]} instead of ${want[i]}, ${units} ULP; the bound is ${bound}`,
    );
  }
  return got.length;
}
