import { checkAddend, checkApart, checkOverlap } from "../checks/aliasing.js";
import { checkLike, checkOut, checkType, elementType } from "../checks/arrays.js";
import { checkAccumulate, checkNames, type Given } from "../checks/options.js";
import { outputLength } from "../core/layout.js";
import { type ElementType, type FloatArray, lengthOf } from "../core/types.js";
import { type Definition, type Plan, resultLength } from "./plan.js";

/** Checks the arguments of a call of a shaped function. */
export function prepare(definition: Definition, op: string, given: Given, ...args: readonly unknown[]): Plan {
  const { operands, accepted, second, goal } = definition;
  const last = operands.length - 1;
  const x = args[0] as FloatArray;
  const type = elementType(op, operands[0]!, x);
  const length = lengthOf(x);
  const alpha = operands[1] === "alpha" ? (args[1] as FloatArray) : undefined;
  if (alpha) checkType(op, "alpha", alpha, type);
  else if (operands[1] === "alpha") elementType(op, "alpha", alpha);
  const other = second && args[last];
  if (second === "x") checkLike(op, operands[last]!, other, type, length);
  if (second === "y") elementType(op, operands[last]!, other);
  checkNames(op, given, accepted);
  const values = definition.values(op, given, type);
  const layout = definition.layout(op, length, given, values, alpha ? lengthOf(alpha) : 1);
  if (second === "y") checkLike(op, operands[last]!, other, type, outputLength(layout));
  const aim = goal?.call(definition, op, other, type, layout, given, values);
  const dy = goal ? aim!.targets : (other as FloatArray | undefined);
  const labels = aim?.labels;
  const accumulate = checkAccumulate(op, given);
  const out = checkOut(op, type, given.out, resultLength(definition.result!, { ...layout, alpha }));
  const plan = {
    ...layout,
    op,
    type,
    x,
    alpha,
    dy,
    labels,
    out,
    derivative: undefined,
    accumulate,
    values,
    home: undefined,
  };
  if (out) checkAliasing(definition, plan, type, out);
  return plan;
}

function checkAliasing({ operands, second }: Definition, plan: Plan, type: ElementType, out: FloatArray): void {
  const { op, x, alpha, dy, labels, accumulate } = plan;
  const check = (name: string, operand: FloatArray) => {
    if (accumulate) checkAddend(op, name, operand, out);
    else checkOverlap(op, name, type, operand, out);
  };
  check(operands[0]!, x);
  if (alpha) check("alpha", alpha);
  if (dy) check(second === "goal" ? "targets" : operands[operands.length - 1]!, dy);
  if (labels) checkApart(op, "out", out, "labels", labels.indices, "since labels are whole numbers");
}
