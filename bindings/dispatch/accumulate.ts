import type { Target } from "../checks/output.js";
import type { ElementType, FloatArray } from "../core/types.js";
import { ADD } from "../memory/staging.js";
import { mapBackward } from "./elementwise.js";

/** The output, when all is written. */
export function settle(op: string, type: ElementType, { into, out }: Target): FloatArray {
  return into === out ? out : mapBackward({ op, x: "out" }, ADD[type], type, out, into, out, [0, 0, 0]);
}
