import type { FloatArray } from "lanewise";

import {
  type AnyFunction,
  type Drawable,
  functions,
  isFormula,
  isKind,
  type Kind,
  titleOf,
} from "../../catalogue/functions.js";
import { Failure, optionName, usage } from "../core/failure.js";
import { suggestion } from "../core/suggestion.js";
import { ARRAYS, type ElementType } from "../io/element-types.js";
import { lengthOf } from "../io/npy.js";
import { formulaOf, isFormulaText } from "./formula.js";

/** The computation to do on each element or row. */
export interface Asked {
  readonly op: string;
  /** f′(x) instead of f(x). */
  readonly derivative?: boolean;
  /** dx from x and dy instead of f(x). */
  readonly grad?: boolean;
  readonly parameters?: Readonly<Record<string, number>>;
  /** rrelu with random slopes. */
  readonly training?: boolean;
  /** The slopes of prelu. */
  readonly alpha?: ArrayLike<number>;
  readonly axis?: number;
}

/** x as (outer, n, inner), y as (outer, made, inner): each of `outer` can be computed by itself. */
export interface Layout {
  readonly outer: number;
  readonly n: number;
  readonly made: number;
  readonly inner: number;
  /** Sizes of the dimensions of y. */
  readonly shape: readonly number[];
}

/** A function, or a member of one, with all its arguments except the arrays. */
export interface Operation {
  /** As the library's messages have it: `gelu.derivative` */
  readonly name: string;
  /** True if shape and order of the elements do not matter. */
  readonly elementwise: boolean;
  /** True if it takes dy, which is laid out as y, and returns dx. */
  readonly grad: boolean;
  /** True if `out` may be x. */
  readonly inPlace: boolean;
  /** @throws {Failure} if the function cannot work on an x of this shape */
  layout(shape: readonly number[]): Layout;
  /** The function to call with arrays that are a part of the layout, and its arguments. */
  call(arrays: Arrays, part: Part): Call;
}

export interface Arrays {
  readonly x: FloatArray;
  readonly dy?: FloatArray;
  readonly out: FloatArray;
}

export interface Part extends Pick<Layout, "outer" | "n" | "inner"> {
  /** The index of its first row. */
  readonly first: number;
}
export type Call = readonly [f: Callable, ...args: unknown[]];
export type Callable = (...args: never[]) => FloatArray;

/** How functions of a kind are applied to one array; not at all, if they compare two. */
const MANNERS: { readonly [K in Kind]: Manner | undefined } = {
  elementwise: { elementwise: true },
  rrelu: { elementwise: true },
  rowwise: {},
  prelu: {},
  resizing: { resizes: true },
  reduction: { resizes: true, dropsAxis: true },
  "cross-entropy": undefined,
  "element-loss": undefined,
};

interface Manner {
  readonly elementwise?: boolean;
  /** True if the result may have another length than x. */
  readonly resizes?: boolean;
  /** True if the result lacks the dimension of the axis. */
  readonly dropsAxis?: boolean;
}

/** The names of functions, aliases included. */
export function namesOf(list: readonly AnyFunction[]): readonly string[] {
  return list.flatMap(({ spec }) => [spec.name, ...spec.aliases]);
}

/** True if the function takes one array. */
export function isApplicable({ spec }: AnyFunction): boolean {
  return MANNERS[spec.kind] !== undefined;
}

/** The function of that name or alias, or a function made from that formula. */
export function find(name: string): Drawable {
  if (isFormulaText(name)) return formulaOf(name);
  const f = functions.find(({ spec }) => spec.name === name || spec.aliases.includes(name));
  if (f) return f;
  throw new Failure(`unknown function ${name}${suggestion(name, namesOf(functions), '"lanewise list" shows all')}`, 2);
}

/**
 * Checks everything that takes no files to know.
 *
 * @throws {Failure} of exit code 2
 */
export function checkFunction(asked: Asked): void {
  memberOf(find(asked.op), asked);
}

/**
 * Finds the function and checks its parameters.
 *
 * @throws {Failure} of exit code 2
 */
export function operationOf(asked: Asked, type: ElementType): Operation {
  const f = find(asked.op);
  const name = titleOf(f);
  const { axis = -1, parameters = {} } = asked;
  const { member, manner } = memberOf(f, asked);
  const slopes = !isFormula(f) && isKind(f, "prelu") ? [ARRAYS[type].from(slopesOf(asked))] : [];
  const elementwise = manner.elementwise || slopes[0]?.length === 1;
  if (elementwise && asked.axis !== undefined) throw new Failure(`${name} is elementwise: it takes no --axis`, 2);

  const call: Operation["call"] = ({ x, dy, out }, { first, outer, n, inner }) => {
    const place = elementwise
      ? asked.training && { training: true, offset: first }
      : { shape: [outer, n, inner], axis: 1 };
    const options = { ...parameters, ...place, out };
    return [member, x, ...slopes, ...(dy ? [dy] : []), options];
  };
  /** The library checks all arguments before it looks at the elements: given none, it does nothing else. */
  const check = (n: number) => {
    const none = new ARRAYS[type](0);
    const [f, ...args] = call(
      { x: none, ...(asked.grad && { dy: none }), out: none },
      { first: 0, outer: 0, n, inner: 1 },
    );
    try {
      f(...(args as never[]));
    } catch (cause) {
      throw usage(cause);
    }
  };

  return {
    name: `${name}${asked.derivative ? ".derivative" : asked.grad ? ".grad" : ""}`,
    elementwise,
    grad: asked.grad === true,
    inPlace: asked.grad === true || !manner.resizes,
    call,
    layout(shape) {
      if (elementwise) {
        check(1);
        return { outer: lengthOf(shape), n: 1, made: 1, inner: 1, shape };
      }
      const along = axisIn(name, shape, axis);
      const size = shape[along]!;
      check(size);
      // With a slope for each index, x is read as rows; of how many there are, the spec knows nothing.
      const row = slopes.length > 0 ? { n: size, made: size, inner: 1 } : f.spec.layout(size, parameters);
      const resized = manner.dropsAxis ? [] : [row.made * row.inner];
      return {
        outer: lengthOf(shape.slice(0, along)),
        n: row.n,
        made: row.made,
        inner: row.inner * lengthOf(shape.slice(along + 1)),
        shape: [...shape.slice(0, along), ...resized, ...shape.slice(along + 1)],
      };
    },
  };
}

/**
 * The index of the dimension that an axis means.
 *
 * @throws {Failure} of exit code 2
 */
export function axisIn(op: string, { length }: readonly number[], axis: number): number {
  if (length === 0) throw new Failure(`${op}: the shape of IN: expected at least one dimension, got ()`, 2);
  if (axis >= -length && axis < length) return axis < 0 ? axis + length : axis;
  const range = `from ${-length} to ${length - 1} for ${length} dimensions`;
  throw new Failure(`${op}: --axis expected ${range}, got ${axis}`, 2);
}

function memberOf(
  f: Drawable,
  { derivative, grad, training, parameters = {} }: Asked,
): { readonly member: Callable; readonly manner: Manner } {
  const { kind } = f.spec;
  const name = titleOf(f);
  const manner = MANNERS[kind];
  if (!manner) throw new Failure(`${name} compares two arrays: "apply" has functions of one; use the library`, 2);
  const known = Object.keys(f.spec.parameters ?? {});
  for (const given of Object.keys(parameters)) {
    if (known.includes(given)) continue;
    const all = known.length > 0 ? `it has ${known.map(optionName).join(", ")}` : "it has no parameters";
    throw new Failure(`${name} has no ${optionName(given)}: ${all}`, 2);
  }
  if (training && kind !== "rrelu") throw new Failure(`${name} has no --training: only rrelu has`, 2);
  if (derivative && grad) throw new Failure("--derivative is f′(x), --grad is dy·f′(x): give one of them", 2);
  if (!derivative) return { member: (grad ? f.grad : f) as Callable, manner };
  if (isFormula(f) || isKind(f, "elementwise")) return { member: f.derivative as Callable, manner };
  const remedy = "it has a gradient for a given dy, --grad, but no derivative of each element";
  throw new Failure(`${name} has no --derivative: ${remedy}`, 2);
}

function slopesOf({ op, alpha }: Asked): ArrayLike<number> {
  if (alpha) return alpha;
  throw new Failure(`${op} needs --alpha: one slope, or a file of one for each channel`, 2);
}
