import type { Parameters } from "lanewise";
import { functionsOf } from "../../../catalogue/functions.js";

/** Activations that a hidden layer may have: everything elementwise without required parameters. */
export const ACTIVATIONS: readonly string[] = functionsOf("elementwise")
  .filter(({ spec }) =>
    Object.values(spec.parameters as Parameters).every((parameter) => parameter.default !== undefined),
  )
  .map(({ spec }) => spec.name);
