import { activation, type Formula, FormulaError } from "lanewise/formula";
import { Failure } from "../core/failure.js";

/** True of what can be no name of a function. */
export function isFormulaText(text: string): boolean {
  return /[^\w.-]/.test(text);
}

const made = new Map<string, Formula>();

/**
 * The function that a formula makes: the same one each time, since pools keep what they know of it.
 *
 * @throws {Failure} of exit code 2
 */
export function formulaOf(text: string): Formula {
  let f = made.get(text);
  if (!f) made.set(text, (f = make(text)));
  return f;
}

function make(text: string): Formula {
  try {
    return activation(text);
  } catch (cause) {
    if (!(cause instanceof FormulaError || cause instanceof RangeError)) throw cause;
    const [problem] = cause.message.replace(/^activation: (?:"formula" )?/, "").split("\n");
    const at = cause instanceof FormulaError ? `, at character ${cause.start + 1}` : "";
    // Parameters and functions of one's own are for programs.
    const safe = problem!.replace(/; (?:declare a parameter as|pass your own as) .*$/, "");
    throw new Failure(`${text}: ${safe}${at}`, 2);
  }
}
