import { isFloatArray } from "../../../bindings/core/types.js";
import { plainCalls } from "../../support/all-calls.js";
import { uniform } from "../../support/arrays.js";
import { type Call, type ElementType, titleOf } from "../../support/call.js";
import { exported } from "../../support/functions.js";
import { capture } from "../../support/pool.js";
import type { Attempt } from "./ways.js";

const OF_ROWS = ["rowwise", "reduction", "resizing"];

function isOfRows({ name }: Call): boolean {
  return OF_ROWS.includes(exported.get(name.split(".")[0]!)!.spec.kind);
}

/** Every call of the published package with plain arguments, for n elements of x or a few less. */
export function attempts(n: number, type: ElementType, wanted = (_: Call) => true): [title: string, Attempt][] {
  return plainCalls()
    .filter(wanted)
    .map((call) => {
      const given = call.lengths(n).operands.map((length, k) => uniform(type, length, 2, k + 1));
      const [f, ...args] = capture(() => call.run(given));
      const operands = args.slice(0, -1);
      const names = operands.map((operand, k) => (isFloatArray(operand) ? call.operands[k]! : "labels"));
      const options = args.at(-1) as Attempt["options"];
      const item = isOfRows(call) ? [given[0]!.length] : undefined;
      return [titleOf(call), { f: f as Attempt["f"], names, operands, options, item }];
    });
}
