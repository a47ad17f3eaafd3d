import { callable } from "../batch/callable.js";
import { allocateResult } from "../core/allocate.js";
import { message } from "../core/errors.js";
import { deepFreeze } from "../core/freeze.js";
import type { Parameters } from "../core/parameters.js";
import { type FloatArray, type FloatType, nameOf, part, write } from "../core/types.js";
import { type Definition, definitionOf, lengthOfResult, type Plan } from "../dispatch/plan.js";
import { callableOf, type FromOutput, type Kernels } from "./elementwise.js";
import { shaped } from "./shaped.js";
import type { Elementwise } from "./signatures/elementwise.js";
import type { Entry, ShapedSpec } from "./spec.js";

/** Half a unit in the last place: the nearest number. */
const NEAREST = { value: 0.5, derivative: 0.5 };

/** No f64 is computed, so that no error of one is larger. */
const BOUNDS = { f32: NEAREST, f64: NEAREST };

/**
 * Makes the callable with other kernels of a function of the table, which are exact, for f32 alone. Gradients of parameters,
 * which are sums, stay the same.
 */
export function exactly<F extends Pick<Elementwise, "spec">>(f: F, kernels: Kernels & Partial<FromOutput>): F {
  const members = Object.fromEntries(Object.entries(f).filter(([name]) => /^grad(?!FromOutput)./.test(name)));
  const entry = { ...f.spec, errorBounds: BOUNDS } as unknown as Entry<Parameters>;
  const { read } = definitionOf(f)!.accepted;
  return callableOf(entry, { ...kernels, read }, { from: "exact", members, demand: demandSingle }) as F;
}

/** Refuses what only the main entry computes. */
function demandSingle(op: string, operand: string, type: FloatType): void {
  if (type === "f32") return;
  const remedy = 'only f32 results are rounded correctly: import it from "lanewise"';
  throw new TypeError(message(op, operand, "a Float32Array", `a ${nameOf(type)}`, remedy));
}

/** Elements that are widened at a time, or one slab if it has more. */
const WIDENED = 2 ** 16;

/**
 * Makes the callable of a function of rows that is computed in f64 and rounded once, for f32 alone, from the function of the
 * table.
 */
export function widened<F extends { readonly spec: ShapedSpec }>(f: F, errorBounds: ShapedSpec["errorBounds"]): F {
  const { grad, gradFromOutput } = f as Readonly<Record<string, unknown>>;
  const members = Object.entries({ grad, gradFromOutput }).filter(([, member]) => member !== undefined);
  const value = roundedOnce(f);
  return callable(value, {
    ...Object.fromEntries(members.map(([name, member]) => [name, callable(roundedOnce(member))])),
    spec: deepFreeze({ ...f.spec, errorBounds }),
  }) as unknown as F;
}

function roundedOnce(f: unknown): Definition {
  const own = { ...definitionOf(f)! };
  return shaped({
    ...own,
    from: "exact",
    values: (op, given, type) => {
      demandSingle(op, own.operands[0]!, type);
      return own.values(op, given, type);
    },
    compute: (plan) => computeWide(own, plan),
  });
}

/** Some slabs at a time, so that the f64 arrays stay small. */
function computeWide({ result, second, compute }: Pick<Definition, "result" | "second" | "compute">, plan: Plan) {
  const { op, outer, n, inner, x, dy, accumulate } = plan;
  const to = plan.out ?? allocateResult(op, "out", "f32", lengthOfResult(result!, plan, undefined));
  const slab = n * inner;
  const made = result === "y" ? plan.made * inner : slab;
  const gradients = second === "y" ? plan.made * inner : slab;
  const group = Math.max(1, Math.floor(WIDENED / slab));
  for (let o = 0; o < outer; o += group) {
    const count = Math.min(group, outer - o);
    const wide = (array: FloatArray, size: number) => Float64Array.from(part(array, o * size, count * size));
    const y = compute({
      ...plan,
      outer: count,
      type: "f64",
      x: wide(x, slab),
      dy: dy && wide(dy, gradients),
      out: accumulate ? wide(to, made) : undefined,
    }) as FloatArray;
    write(to, y, o * made);
  }
  return to;
}
