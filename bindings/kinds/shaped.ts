import { batchOf } from "../batch/batch.js";
import { accepts, checkParameters } from "../checks/options.js";
import { layoutOfRows } from "../checks/shape.js";
import { Definition, type DefinitionEntry } from "../dispatch/plan.js";
import { prepare } from "../dispatch/prepare.js";

/** The options of functions of rows without parameters, and of their gradients. */
export const ROWS = /* @__PURE__ */ accepts({}, "shape", "axis", "out");
export const ROW_GRADIENT = /* @__PURE__ */ accepts({}, "shape", "axis", "accumulate", "out");

type Own = Pick<DefinitionEntry, "name" | "operands" | "accepted" | "compute"> & Partial<DefinitionEntry>;

/** The definition of a function with a shape: of rows as long as their results, where it does not say otherwise. */
export function shaped(own: Own): Definition {
  const { accepted } = own;
  return new Definition({
    result: "x",
    values: (op, given, type) => checkParameters(op, given, accepted, type),
    layout: layoutOfRows,
    checks: prepare,
    batch: batchOf,
    ...own,
  });
}
