import { checkNames, readOptions } from "../checks/options.js";
import type { Definition } from "./plan.js";

/**
 * The shape of the result of a function of one array: of x, with another size along the axis, or without the axis.
 *
 * @param options the options of the call, with the shape of x
 */
export function resultShape(
  definition: Definition,
  kind: string | undefined,
  shape: readonly number[],
  options: Readonly<Record<string, unknown>>,
): readonly number[] {
  if (kind !== "reduction" && kind !== "resizing") return shape;
  const { name, accepted } = definition;
  const given = readOptions(options, accepted);
  checkNames(name, given, accepted);
  const length = shape.reduce((product, size) => product * size, 1);
  const { n, made } = definition.layout(name, length, given, definition.values(name, given, "f32"), 1);
  const { axis = -1 } = options as { axis?: number };
  const along = axis < 0 ? axis + shape.length : axis;
  if (kind === "reduction") return shape.filter((_, i) => i !== along);
  return shape.map((size, i) => (i === along ? (size / n) * made : size));
}
