import type { Goal, Labels } from "../checks/labels.js";
import type { Accepted, Given } from "../checks/options.js";
import { inputLength, type Layout, outputLength } from "../core/layout.js";
import { type ElementType, type FloatArray, type FloatType, lengthOf } from "../core/types.js";
import type { Home } from "../wasm/instance.js";
import type { Exports } from "../wasm/kernels.js";

/** A call whose arguments have been read and checked: its layout, and the arrays that go with it. */
export interface Plan<T extends FloatType = ElementType> extends Layout {
  /** How messages name the call. */
  readonly op: string;
  readonly type: T;
  readonly x: FloatArray;
  /** Slopes: one for all, or one for each index along the axis. */
  readonly alpha: FloatArray | undefined;
  /** The gradient of the result, or the targets of a loss. */
  readonly dy: FloatArray | undefined;
  readonly labels: Labels | undefined;
  /** The array for the result: a new array if undefined. */
  readonly out: FloatArray | undefined;
  /** The array for f′(x), in a call of both. */
  readonly derivative: FloatArray | undefined;
  /** True if the result is added to `out`. */
  readonly accumulate: boolean;
  /** The parameters in the order of the kernels' arguments. */
  readonly values: readonly number[];
  /** The memory that all arrays lie in, where kernels work on them in place. */
  readonly home: Home | undefined;
}

/** A plan of halves, which no kernel reads. */
export type HalfPlan = Plan<"f16">;

/** A plan of any arrays: see `computePlan`. */
export type Prepared = Plan | HalfPlan;

/** Whose length the result has; the result of rows is y. */
export type Result = "x" | "y" | "alpha";

/** How many elements the result has. */
export function lengthOfResult(result: Result, layout: Layout, alpha: FloatArray | undefined): number {
  return result === "alpha" ? lengthOf(alpha!) : result === "y" ? outputLength(layout) : inputLength(layout);
}

/** Plain data from which any thread makes a function that has no name of its own. */
export interface Portable {
  /** No other function of this thread has it. */
  readonly id: number;
  readonly name: string;
}

/** The parts of a definition. */
export interface DefinitionEntry {
  /** As messages have it: `gelu.grad`. */
  readonly name: string;
  /** The entry of the package that exports the function, if it is not the main one. */
  readonly from?: "exact";
  /** The names of the operands in messages, in the order of the arguments; `alpha` is one for all arrays of a batch. */
  readonly operands: readonly string[];
  readonly accepted: Accepted;
  /** The length of the last operand, if it is not the first: x's, the result's, or of labels or targets. */
  readonly second?: "x" | "y" | "goal";
  /** The length of the result; without it the result is a number. */
  readonly result?: Result | undefined;
  /** True if each element is computed by itself, however many there are. */
  readonly elements?: boolean;
  /** True if the call writes f′(x), too. */
  readonly both?: boolean;
  /** True if an element of the result depends on all of x, so that the work cannot come apart. */
  readonly whole?: boolean;
  /** True if results depend on the index of an element in its array, with these parameters. */
  readonly indexed?: (values: readonly number[]) => boolean;
  /** The parameters for the part of an array that starts at an element. */
  readonly startingAt?: (values: readonly number[], start: number) => readonly number[];
  /** Checks the parameters: all that does not depend on the arrays, except their type. */
  readonly values: (op: string, given: Given, type: FloatType) => readonly number[];
  /** Checks shape and axis against the length of x, and the number of slopes against both. */
  readonly layout: (op: string, length: number, given: Given, values: readonly number[], slopes: number) => Layout;
  /** Checks labels or targets; `suffix` follows their name in messages. */
  readonly goal?: (
    op: string,
    value: unknown,
    type: FloatType,
    layout: Layout,
    given: Given,
    values: readonly number[],
    suffix?: string,
  ) => Goal;
  /** Checks the operands, in the order of the arguments, and the options, which have been read; nothing is written. */
  readonly checks: Prepare;
  /** Makes the call of many arrays. */
  readonly batch: (definition: Definition) => (...args: unknown[]) => unknown[];
  /** The kernels of f and f′ for these parameters, where there is one of each. */
  readonly kernels?: (values: readonly number[]) => { readonly forward: Exports; readonly backward: Exports };
  /** Plain data from which a thread makes `compute`, for a formula: other functions it knows by their names. */
  readonly portable?: () => Portable;
  /** Computes a plan and returns what the call returns. */
  readonly compute: (plan: Plan) => unknown;
}

type Prepare = (
  definition: Definition,
  op: string,
  given: Given,
  x: unknown,
  second?: unknown,
  third?: unknown,
) => Prepared;

/** The properties that most entries leave out. */
const ABSENT = {
  second: undefined,
  result: undefined,
  elements: false,
  both: false,
  whole: false,
  goal: undefined,
  kernels: undefined,
};

/**
 * A function, or a member of one: how its arguments are checked, how they lie in memory, and how it is computed. A class,
 * so that engines see one form of object where calls look into it.
 */
export class Definition {
  declare readonly name: string;
  declare readonly from: DefinitionEntry["from"];
  declare readonly operands: readonly string[];
  declare readonly accepted: Accepted;
  declare readonly second: DefinitionEntry["second"];
  declare readonly result: Result | undefined;
  declare readonly elements: boolean;
  declare readonly both: boolean;
  declare readonly whole: boolean;
  declare readonly indexed: DefinitionEntry["indexed"];
  declare readonly startingAt: DefinitionEntry["startingAt"];
  declare readonly values: DefinitionEntry["values"];
  declare readonly layout: DefinitionEntry["layout"];
  declare readonly goal: DefinitionEntry["goal"];
  declare readonly kernels: DefinitionEntry["kernels"];
  declare readonly portable: DefinitionEntry["portable"];
  declare readonly checks: Prepare;
  declare readonly batch: DefinitionEntry["batch"];
  declare readonly compute: DefinitionEntry["compute"];

  constructor(entry: DefinitionEntry) {
    Object.assign(this, ABSENT, entry);
  }

  /** Checks the operands, in the order of the arguments, and the options, which have been read; nothing is written. */
  prepare(op: string, given: Given, x: unknown, second?: unknown, third?: unknown): Prepared {
    return this.checks(this, op, given, x, second, third);
  }
}

const definitions = /* @__PURE__ */ new WeakMap<object, Definition>();

/** The definition of a function of this package, or of a member of one. */
export function definitionOf(call: unknown): Definition | undefined {
  return typeof call === "function" ? definitions.get(call) : undefined;
}

export function define<F extends object>(call: F, definition: Definition): F {
  definitions.set(call, definition);
  return call;
}
