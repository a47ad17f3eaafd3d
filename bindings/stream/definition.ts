import { acceptsAlso, checkNames, readOptions } from "../checks/options.js";
import { shapeLength } from "../checks/shape.js";
import { wrongKind } from "../core/errors.js";
import { type FloatArray, type FloatType, lengthOf, typeOf } from "../core/types.js";
import { computePlan } from "../dispatch/compute.js";
import type { Definition } from "../dispatch/plan.js";
import type { ItemFunction } from "./item-function.js";
import { binaryRefused, checkItem, firstAccepted, OP, outRefused } from "./refusals.js";

/** Applies a function of this package: its options are checked once, and chunks are computed as parts of one plan. */
export function itemsOfDefinition(definition: Definition, options: unknown, types: readonly FloatType[]): ItemFunction {
  const { name, operands, accepted, both } = definition;
  if (operands.length > 1) throw binaryRefused();
  if (both) throw wrongKind(OP, "op", "a function that makes a new Float32Array or Float64Array", definition);
  const given = readOptions(options, acceptsAlso(accepted, "type"));
  if (given.out !== undefined) throw outRefused(given.out);
  checkNames(given.refused === undefined ? name : OP, given, accepted);
  firstAccepted(types, (type) => definition.values(name, given, type));
  const valuesOf = (type: FloatType) => definition.values(name, given, type);

  if (definition.elements) {
    let first = 0;
    const apply = (x: FloatArray) => {
      const type = typeOf(x)!;
      const values = valuesOf(type);
      const start = first;
      first += lengthOf(x);
      return compute(definition, x, definition.startingAt?.(values, start) ?? values, {
        outer: lengthOf(x),
        n: 1,
        made: 1,
        inner: 1,
      });
    };
    return { length: 1, apply };
  }
  if (given.shape === undefined) {
    const expected = "the sizes of an item, such as [columns] for rows";
    throw wrongKind(OP, "shape", expected, undefined, "the length of a chunk is not the length of a row");
  }
  const length = shapeLength(name, given)!;
  const item = definition.layout(name, length, given, valuesOf(types.at(-1)!), 1);
  checkItem(length, given.shape);
  const apply = (x: FloatArray) => {
    const items = lengthOf(x) / length;
    return compute(definition, x, valuesOf(typeOf(x)!), { ...item, outer: item.outer * items });
  };
  return { length, apply };
}

function compute(
  definition: Definition,
  x: FloatArray,
  values: readonly number[],
  layout: ReturnType<Definition["layout"]>,
): FloatArray {
  return computePlan(definition, {
    ...layout,
    op: definition.name,
    type: typeOf(x)!,
    x,
    alpha: undefined,
    dy: undefined,
    labels: undefined,
    out: undefined,
    derivative: undefined,
    accumulate: false,
    values,
    home: undefined,
  }) as FloatArray;
}
