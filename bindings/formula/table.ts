import { readOptions } from "../checks/options.js";
import type { Parameter } from "../core/parameters.js";
import type { ElementType } from "../core/types.js";
import { type Definition, definitionOf } from "../dispatch/plan.js";
import * as lanewise from "../index.js";

/** An elementwise function of the table, as formulas use it. */
export interface TableFunction {
  readonly name: string;
  readonly definition: Definition;
  readonly parameters: readonly (readonly [name: string, parameter: Parameter])[];
}

let found: ReadonlyMap<string, TableFunction> | undefined;

/** All elementwise functions, by their names and aliases. */
export function tableFunctions(): ReadonlyMap<string, TableFunction> {
  found ??= new Map(
    Object.entries(lanewise).flatMap(([alias, f]) => {
      if (typeof f !== "function" || !("spec" in f) || f.spec.kind !== "elementwise") return [];
      const definition = definitionOf(f)!;
      const { name } = definition;
      return [[alias, { name, definition, parameters: definition.accepted.parameters }] as const];
    }),
  );
  return found;
}

/** The values that its kernel takes, after the checks of a call. */
export function valuesOf(op: string, f: TableFunction, given: readonly unknown[], type: ElementType) {
  const { accepted, values } = f.definition;
  const options = Object.fromEntries(f.parameters.map(([name], i) => [name, given[i]]));
  return values(op, readOptions(options, accepted), type);
}
