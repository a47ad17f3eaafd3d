import type { ElementType, FloatArray } from "../core/types.js";
import { definitionOf } from "../dispatch/plan.js";
import { itemsOfCallback, type UnaryFunction } from "./callback.js";
import { itemsOfDefinition } from "./definition.js";

/** The function that a stream applies to each run of items. */
export interface ItemFunction {
  /** Elements of an item. */
  readonly length: number;
  readonly apply: (x: FloatArray) => FloatArray;
}

/** Reads and checks all options but the stream's own; one of the element types must do. */
export function itemFunctionOf(op: UnaryFunction, options: unknown, types: readonly ElementType[]): ItemFunction {
  const definition = definitionOf(op);
  return definition ? itemsOfDefinition(definition, options, types) : itemsOfCallback(op, options, types);
}
