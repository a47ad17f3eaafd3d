import { allocateResult, allocateScratch } from "../core/allocate.js";
import { type FloatArray, lengthOf } from "../core/types.js";
import { ADD } from "../memory/staging.js";
import { located, mapBackward } from "./elementwise.js";
import { lengthOfResult, type Plan, type Result } from "./plan.js";

/** Computes into `out`, into a new array, or into one that is then added to `out`. */
export function intoResult(result: Result, plan: Plan, compute: (into: FloatArray) => void): FloatArray {
  const { op, type, out, accumulate } = plan;
  const length = lengthOfResult(result, plan, plan.alpha);
  const addend = out && accumulate ? allocateScratch(op, type, length) : undefined;
  const into = addend ?? out ?? allocateResult(op, "out", type, length);
  compute(into);
  if (!out || !addend) return into;
  return mapBackward(
    located({ op, type, outer: lengthOf(out), x: out, dy: addend, out, values: NO_VALUES }),
    ADD[type],
  );
}

const NO_VALUES = [0, 0, 0];
