import type { ShapedSpec } from "lanewise";
import { expect } from "vitest";
import type { Member } from "../../accuracy/shaped/calls.js";
import { boundOf, type Errors, type Worst } from "../../accuracy/shaped/measure.js";
import { functionNamed } from "../../catalogue/functions.js";
import type { ElementType } from "../support/call.js";

/** Refuses errors above the bounds of a function. */
export function expectWithin(op: string, type: ElementType, errors: Errors[ElementType]): void {
  const spec = functionNamed(op).spec as ShapedSpec;
  const found = Object.entries(errors) as [Member, Worst][];
  expect(found.map(([member]) => member)).toEqual(expect.arrayContaining(["value", "gradient"]));
  expect(found.filter(([member, { error }]) => !(error <= boundOf(spec, type, member)))).toEqual([]);
}
