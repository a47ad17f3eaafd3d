import { checkNames, readOptions } from "../checks/options.js";
import { describe, wrongValue } from "../core/errors.js";
import type { Layout } from "../core/layout.js";
import type { Definition } from "../dispatch/plan.js";

/** Elements that do not depend on each other. */
export function elements(length: number): Layout {
  return { outer: length, n: 1, made: 1, inner: 1 };
}

/** How a function reads x of a length, with the options that its call takes: `spec.layout`. */
export type LayoutOf = (length: number, options?: object) => Layout;

/** Makes `spec.layout` from the definition of a function's value. */
export function specLayout({ name, accepted, values, layout }: Definition): LayoutOf {
  const op = `${name}.spec.layout`;
  return (length, options) => {
    if (!(Number.isSafeInteger(length) && length >= 0)) {
      throw wrongValue(op, "length", "a whole number ≥ 0", describe(length));
    }
    const given = readOptions(options, accepted);
    checkNames(op, given, accepted);
    return layout(op, length, given, values(op, given, "f64"), 1);
  };
}
