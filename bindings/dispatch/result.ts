import { allocateResult } from "../core/allocate.js";
import type { FloatArray } from "../core/types.js";
import { ADD } from "../memory/staging.js";
import { located, mapBackward } from "./elementwise.js";
import { lengthOfResult, type Plan, type Result } from "./plan.js";

/** Computes into `out`, into a new array, or into one that is then added to `out`. */
export function intoResult(result: Result, plan: Plan, compute: (into: FloatArray) => void): FloatArray {
  const { op, type, out, accumulate } = plan;
  const into = out && !accumulate ? out : allocateResult(op, "out", type, lengthOfResult(result, plan, plan.alpha));
  compute(into);
  if (!out || !accumulate) return into;
  return mapBackward(located({ op, type, x: out, dy: into, out, values: NO_VALUES }), ADD[type]);
}

const NO_VALUES = [0, 0, 0];
