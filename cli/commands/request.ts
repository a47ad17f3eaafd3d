import { Failure } from "../core/failure.js";
import { type FloatType, floatTypeOf } from "../io/element-types.js";
import { find } from "../pipeline/operation.js";
import type { Request } from "../pipeline/plan.js";
import { type Given, number, positiveNumber, wholeNumber } from "./arguments.js";

/** The request of a command line. */
export function requestOf(
  values: Given,
  [op, input, output, ...others]: readonly string[],
  parameters: readonly string[],
): Request {
  // A wrong name first: it may be why the rest does not fit.
  if (op !== undefined) find(op);
  if (op === undefined || input === undefined || output === undefined || others.length > 0) {
    throw new Failure("expected OP IN OUT: lanewise apply gelu x.npy y.npy; see --help", 2);
  }
  const { dtype, columns, shape, grad, axis, alpha } = values;
  if (input !== "-" && (columns ?? shape) !== undefined) {
    throw new Failure("--columns and --shape are of stdin: a file has its own shape", 2);
  }
  if (columns !== undefined && shape !== undefined) throw new Failure("give --columns or --shape, not both", 2);
  const slopes = find(op).spec.name === "prelu" && typeof alpha === "string" ? { alpha: slopesOf(alpha) } : {};
  const given = parameters.filter((name) => values[name] !== undefined && !(name in slopes));
  return {
    op,
    input,
    ...slopes,
    parameters: Object.fromEntries(given.map((name) => [name, number(name, String(values[name]))])),
    derivative: values.derivative === true,
    training: values.training === true,
    ...(typeof grad === "string" && { grad }),
    ...(axis !== undefined && { axis: wholeNumber("axis", axis) }),
    ...(typeof dtype === "string" && { dtype: typeOf(dtype) }),
    ...(columns !== undefined && { shape: [positiveNumber("columns", columns)] }),
    ...(typeof shape === "string" && { shape: shape.split(",").map((size) => positiveNumber("shape", size.trim())) }),
  };
}

export function typeOf(name: string): FloatType {
  const type = floatTypeOf(name);
  if (type) return type;
  throw new Failure(`--dtype expected f16, f32 or f64, got "${name}"`, 2);
}

/** A number, or else the path of a file. */
function slopesOf(text: string): number | string {
  return text === "NaN" || Number.isNaN(Number(text)) ? text : Number(text);
}
