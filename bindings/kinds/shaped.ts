import { accepts, checkParameters } from "../checks/options.js";
import { viewOf } from "../checks/shape.js";
import type { Definition } from "../dispatch/plan.js";
import { prepare } from "../dispatch/prepare.js";

/** The options of functions of rows without parameters, and of their gradients. */
export const ROWS = /* @__PURE__ */ accepts({}, "shape", "axis", "out");
export const ROW_GRADIENT = /* @__PURE__ */ accepts({}, "shape", "axis", "accumulate", "out");

type Own = Pick<Definition, "name" | "operands" | "accepted" | "compute"> & Partial<Definition>;

/** The definition of a function with a shape: of rows as long as their results, where it does not say otherwise. */
export function shaped(own: Own): Definition {
  const definition: Definition = {
    result: "x",
    values: (op, given, type) => checkParameters(op, given, own.accepted, type),
    layout: (op, length, given) => {
      const view = viewOf(op, length, given);
      return { ...view, made: view.n };
    },
    prepare: (...args) => prepare(definition, ...args),
    ...own,
  };
  return definition;
}
