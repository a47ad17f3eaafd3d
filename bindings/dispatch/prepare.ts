import { checkAddend, checkApart, checkOverlap } from "../checks/aliasing.js";
import { checkedLength, checkLike, checkOut, checkType, elementType, floatType } from "../checks/arrays.js";
import { checkAccumulate, checkNames, type Given } from "../checks/options.js";
import { outputLength } from "../core/layout.js";
import { type FloatArray, type FloatType, lengthOf } from "../core/types.js";
import { type Definition, lengthOfResult, type Prepared } from "./plan.js";

/** Checks the arguments of a call of a shaped function. */
export function prepare(
  definition: Definition,
  op: string,
  given: Given,
  first: unknown,
  second?: unknown,
  third?: unknown,
): Prepared {
  const { operands, accepted } = definition;
  const x = first as FloatArray;
  const type = floatType(op, operands[0]!, x);
  const length = checkedLength(op, operands[0]!, x);
  const alpha = operands[1] === "alpha" ? checkSlopes(op, second, type) : undefined;
  const other = alpha ? third : second;
  const otherName = operands[operands.length - 1]!;
  if (definition.second === "x") checkLike(op, otherName, other, type, length);
  if (definition.second === "y") elementType(op, otherName, other);
  checkNames(op, given, accepted);
  const values = definition.values(op, given, type);
  const layout = definition.layout(op, length, given, values, alpha ? lengthOf(alpha) : 1);
  if (definition.second === "y") checkLike(op, otherName, other, type, outputLength(layout));
  const goal = definition.goal?.(op, other, type, layout, given, values);
  const accumulate = checkAccumulate(op, given);
  const plan: Prepared = {
    outer: layout.outer,
    n: layout.n,
    made: layout.made,
    inner: layout.inner,
    op,
    type,
    x,
    alpha,
    dy: goal ? goal.targets : definition.second && (other as FloatArray),
    labels: goal?.labels,
    out: checkOut(op, type, given.out, lengthOfResult(definition.result!, layout, alpha)),
    derivative: undefined,
    accumulate,
    values,
    home: undefined,
  };
  if (plan.out) checkAliasing(definition, plan, type, plan.out);
  return plan;
}

function checkSlopes(op: string, alpha: unknown, type: FloatType): FloatArray {
  checkType(op, "alpha", alpha, type);
  return alpha as FloatArray;
}

function checkAliasing({ operands, second }: Definition, plan: Prepared, type: FloatType, out: FloatArray): void {
  const { op, x, alpha, dy, labels, accumulate } = plan;
  checkOperand(op, operands[0]!, type, x, out, accumulate);
  if (alpha) checkOperand(op, "alpha", type, alpha, out, accumulate);
  if (dy) {
    const name = second === "goal" ? "targets" : operands[operands.length - 1]!;
    checkOperand(op, name, type, dy, out, accumulate);
  }
  if (labels) checkApart(op, "out", out, "labels", labels.indices, "since labels are whole numbers");
}

function checkOperand(
  op: string,
  name: string,
  type: FloatType,
  operand: FloatArray,
  out: FloatArray,
  accumulate: boolean,
): void {
  if (accumulate) checkAddend(op, name, operand, out);
  else checkOverlap(op, name, type, operand, out);
}
