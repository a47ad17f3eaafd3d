import type { FloatArray } from "lanewise";
import { sameBits, type Tally } from "./accuracy.js";

/** A value or a gradient of a whole batch, computed in three ways. */
export interface Pass {
  /** Elements that a call reads. */
  readonly elements: number;
  /** Operands and output in a Workspace. */
  readonly inWorkspace: () => FloatArray;
  /** Operands and output in ordinary arrays. */
  readonly dropIn: () => FloatArray;
  /** The plain loop over this share of the batch. */
  readonly plain: (share: number) => void;
  /** Compares a result with the exact one; the reference itself may err by `slack` units. */
  readonly check: (got: FloatArray, slack: number) => Tally;
}

/** One line of the table. */
export interface Line {
  readonly name: string;
  readonly value: Pass;
  readonly gradient?: Pass;
}

/** Runs both ways and compares every value. */
export function checkPass(pass: Pass, slack: number): Tally {
  const dropIn = pass.dropIn();
  const inWorkspace = pass.inWorkspace();
  const tally = pass.check(inWorkspace, slack);
  if (sameBits(dropIn, inWorkspace)) return tally;
  const other = pass.check(dropIn, slack);
  if (other.off === 0) {
    // Both are within the bound, but the bits are promised to be the same.
    const index = dropIn.findIndex((value, i) => !Object.is(value, inWorkspace[i]));
    other.off = 1;
    other.first = { index, got: dropIn[index]!, want: inWorkspace[index]!, error: Number.POSITIVE_INFINITY };
  }
  return other;
}
