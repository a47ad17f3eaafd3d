import { checkAddend } from "../checks/aliasing.js";
import { checkedLength, checkLike, floatType } from "../checks/arrays.js";
import { checkAccumulate, checkNames, type Given } from "../checks/options.js";
import type { FloatArray, FloatType } from "../core/types.js";
import type { Home } from "../wasm/instance.js";
import { checkPlaces } from "./elementwise.js";
import type { Definition, Plan, Prepared } from "./plan.js";
import { checkBoth } from "./value-and-derivative.js";

/** As `prepare` of shaped functions, in a straight line: calls of few elements take 25 ns. */
export function prepareElements(
  definition: Definition,
  op: string,
  given: Given,
  first: unknown,
  gradient?: unknown,
): Prepared {
  const { operands, accepted, second, both } = definition;
  const x = first as FloatArray;
  const dy = second && (gradient as FloatArray);
  const type = floatType(op, operands[0]!, x);
  const length = checkedLength(op, operands[0]!, x);
  if (dy !== undefined || second) checkLike(op, "dy", dy, type, length);
  checkNames(op, given, accepted);
  const values = definition.values(op, given, type);
  const out = given.out as FloatArray | undefined;
  if (out !== undefined) checkLike(op, "out", out, type, length);
  const accumulate = given.accumulate !== undefined && checkAccumulate(op, given);
  if (both) return prepareBoth(op, type, length, x, out, given.derivative, values);
  if (accumulate) {
    checkAddend(op, operands[0]!, x, out!);
    checkAddend(op, "dy", dy!, out!);
    return new ElementwisePlan(length, op, type, x, dy, out, undefined, true, values, undefined);
  }
  const home = out && checkPlaces(op, operands, type, length, x, dy, out);
  return new ElementwisePlan(length, op, type, x, dy, out, undefined, false, values, home);
}

function prepareBoth(
  op: string,
  type: FloatType,
  length: number,
  x: FloatArray,
  out: FloatArray | undefined,
  given: unknown,
  values: readonly number[],
): Prepared {
  if (given !== undefined) checkLike(op, "derivative", given, type, length);
  const derivative = given as FloatArray | undefined;
  checkBoth(op, type, x, out, derivative);
  return new ElementwisePlan(length, op, type, x, undefined, out, derivative, false, values, undefined);
}

/** A plan of elements, which are their own rows: ten fields, since a call of few elements takes as long as a few more. */
export class ElementwisePlan<T extends FloatType = FloatType> implements Plan<T> {
  readonly outer: number;
  readonly op: string;
  readonly type: T;
  readonly x: FloatArray;
  readonly dy: FloatArray | undefined;
  readonly out: FloatArray | undefined;
  readonly derivative: FloatArray | undefined;
  readonly accumulate: boolean;
  readonly values: readonly number[];
  readonly home: Home | undefined;

  constructor(
    length: number,
    op: string,
    type: T,
    x: FloatArray,
    dy: FloatArray | undefined,
    out: FloatArray | undefined,
    derivative: FloatArray | undefined,
    accumulate: boolean,
    values: readonly number[],
    home: Home | undefined,
  ) {
    this.outer = length;
    this.op = op;
    this.type = type;
    this.x = x;
    this.dy = dy;
    this.out = out;
    this.derivative = derivative;
    this.accumulate = accumulate;
    this.values = values;
    this.home = home;
  }

  get n(): number {
    return 1;
  }

  get made(): number {
    return 1;
  }

  get inner(): number {
    return 1;
  }

  get alpha(): undefined {
    return undefined;
  }

  get labels(): undefined {
    return undefined;
  }
}
