import type { FloatArray } from "lanewise";
import { samplesOf } from "../../catalogue/functions.js";
import { plain } from "../../catalogue/timing/plain.js";
import { Failure } from "../../cli/core/failure.js";
import { type Reference, reference } from "../../test/reference/index.js";
import { Tally } from "./accuracy.js";
import type { Batch } from "./batch.js";
import { type ElementwiseFunction, roundedParameters } from "./functions.js";
import type { Line } from "./lines.js";

// Large enough to hide the cost of calls, small enough for the first-level cache.
const BLOCK = 1024;

/** Value and gradient of an elementwise function on the batch. */
export function elementwiseLines(f: ElementwiseFunction, batch: Batch): Line[] {
  const { name, errorBounds } = f.spec;
  const { type, workspace, own, count } = batch;
  const { value: valueLimit, derivative: derivativeLimit } = errorBounds[type];
  const { value: valueAbsolute = false, derivative: derivativeAbsolute = false } = errorBounds.absolute ?? {};
  const loops = plainOf(name);
  const exact = referenceOf(name);
  const required = samplesOf(f.spec);
  const parameters = roundedParameters(f.spec, type);
  const call = ({ x, out }: Operands) => f(x, { ...required, out });
  const grad = ({ x, dy, out }: Operands) => f.grad(x, dy, { ...required, out });
  const { x, dy, out } = own;
  return [
    {
      name,
      value: {
        elements: count,
        inWorkspace: () => call(workspace),
        dropIn: () => call(own),
        plain: (share) => loops.forward(x, out, share * count),
        check: (got, slack) =>
          compare(new Tally(type, valueLimit + slack), got, (exacts, least, start) => {
            for (let i = 0; i < exacts.length; i++) exacts[i] = exact.f(x[start + i]!, parameters);
            least.fill(valueAbsolute ? 0.5 : 0);
          }),
      },
      gradient: {
        elements: count,
        inWorkspace: () => grad(workspace),
        dropIn: () => grad(own),
        plain: (share) => loops.backward(x, dy, out, share * count),
        check: (got, slack) =>
          compare(new Tally(type, derivativeLimit + slack), got, (exacts, least, start) => {
            for (let i = 0; i < exacts.length; i++) {
              const g = dy[start + i]!;
              exacts[i] = g * exact.df(x[start + i]!, parameters);
              least[i] = derivativeAbsolute ? 0.5 * Math.abs(g) : 0;
            }
          }),
      },
    },
  ];
}

interface Operands {
  readonly x: FloatArray;
  readonly dy: FloatArray;
  readonly out: FloatArray;
}

/** Fills in the exact results from `start` on, and the numbers that set a lower limit to their units. */
type Exact = (exacts: Float64Array, least: Float64Array, start: number) => void;

function compare(tally: Tally, got: FloatArray, exact: Exact): Tally {
  const exacts = new Float64Array(BLOCK);
  const least = new Float64Array(BLOCK);
  for (let start = 0; start < got.length; start += BLOCK) {
    const n = Math.min(BLOCK, got.length - start);
    const [block, leastOfBlock] = [exacts.subarray(0, n), least.subarray(0, n)];
    exact(block, leastOfBlock, start);
    // The number 0.5 has the unit 2⁻²⁴ in f32 and 2⁻⁵³ in f64.
    tally.add(got, start, block, leastOfBlock);
  }
  return tally;
}

function plainOf(name: string): ReturnType<typeof plain> {
  try {
    return plain(name);
  } catch (cause) {
    throw new Failure(`no plain loop to time ${name} against: add one to catalogue/timing/plain.ts (${String(cause)})`);
  }
}

function referenceOf(name: string): Reference {
  const found = reference[name];
  if (!found) throw new Failure(`no float64 reference for ${name}: add one to test/reference/index.ts`);
  return found;
}
