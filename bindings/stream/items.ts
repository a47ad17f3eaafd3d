import type { FloatType } from "../core/types.js";
import { definitionOf } from "../dispatch/plan.js";
import { itemsOfCallback, type UnaryFunction } from "./callback.js";
import { itemsOfDefinition } from "./definition.js";
import type { ItemFunction } from "./item-function.js";

/** Reads and checks all options but the stream's own; one of the element types must do. */
export function itemFunctionOf(op: UnaryFunction, options: unknown, types: readonly FloatType[]): ItemFunction {
  const definition = definitionOf(op);
  return definition ? itemsOfDefinition(definition, options, types) : itemsOfCallback(op, options, types);
}
