import { activation } from "lanewise/formula";
import { type Hashes, hash, operand } from "./hashes.js";

/** Hashes of the bits of formulas and their gradients, on a million inputs each: each function that formulas have besides. */

export const FORMULAS: readonly string[] = [
  ...["sqrt", "abs", "sign", "floor", "exp", "expm1", "log", "log1p", "log2", "sin", "cos", "tan"].map(called),
  ...["atan", "sinh", "cosh", "asinh", "erf", "erfc"].map(called),
  "exp(-(x ** 2))",
  "abs(x) ** 1.5",
  "x * (27 + x*x) / (27 + 9*x*x)",
  "max(min(x, 2), -x / 3) + clip(x, -1, 1)",
  "x > 0 && !(x == 1) ? sqrt(x) : x <= -2 ? -x : x - 1",
];

function called(name: string): string {
  return `${name}(x)`;
}

/** All of them, by formula and type. */
export function formulaHashes(types: readonly ("f32" | "f64")[]): Record<string, Hashes> {
  return Object.fromEntries(
    FORMULAS.flatMap((formula) => {
      const f = activation(formula);
      return types.map((type) => {
        const x = operand(type, 1);
        return [`${formula} ${type}`, [hash(f(x)), hash(f.grad(x, operand(type, 2)))] as const];
      });
    }),
  );
}
