import type { FloatArray } from "lanewise";
import { activation, FormulaError } from "lanewise/formula";

/** A formula that somebody types, as a function or as a mistake at a place. */

export interface Own {
  (x: Float64Array, options?: object): FloatArray;
  (x: Float32Array, options?: object): FloatArray;
  derivative(x: Float64Array, options?: object): FloatArray;
  grad(x: Float32Array, dy: Float32Array, options?: object): FloatArray;
  readonly spec: { readonly derivative: string };
}

export interface Mistake {
  readonly problem: string;
  readonly start: number;
  readonly end: number;
  /** A name that the formula uses and nobody has explained. */
  readonly unknown?: string;
}

export type Parameters = Readonly<Record<string, number>>;

const NAME = /^[A-Za-z_$][\w$]*$/;

export function made(formula: string, parameters: Parameters): Own | Mistake {
  try {
    return activation(formula, { name: "own", parameters }) as unknown as Own;
  } catch (error) {
    if (error instanceof FormulaError) {
      const { start, end, message } = error;
      const text = formula.slice(start, end);
      const problem = message.split("\n")[0]!.replace(/^activation: /, "");
      return { problem, start, end, ...(NAME.test(text) && { unknown: text }) };
    }
    return {
      problem: error instanceof Error ? error.message.replace(/^activation: /, "") : String(error),
      start: 0,
      end: 0,
    };
  }
}

export const isMistake = (result: Own | Mistake): result is Mistake => "problem" in result;

/** Only the parameters that the formula has: the package refuses others. */
export function usedBy(formula: string, parameters: Parameters): Parameters {
  const names = new Set(formula.match(/[A-Za-z_$][\w$]*/g));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.has(name)));
}

export function codeOf(formula: string, parameters: Parameters): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`);
  const options = values.length > 0 ? `, { parameters: { ${values.join(", ")} } }` : "";
  const gradients = Object.keys(parameters).map(
    (name) => `const d${name} = own.grad${name[0]!.toUpperCase()}${name.slice(1)}(x, dy);`,
  );
  return [
    'import { activation } from "lanewise/formula";',
    "",
    `const own = activation(${JSON.stringify(formula)}${options});`,
    "",
    "const x = Float32Array.of(-2, -1, 0, 1, 2);",
    "const dy = new Float32Array(5).fill(1);",
    "const y = own(x);",
    "const dx = own.grad(x, dy);",
    ...gradients,
  ].join("\n");
}

export interface Example {
  readonly name: string;
  readonly formula: string;
  readonly parameters?: Parameters;
}

export const EXAMPLES: readonly Example[] = [
  { name: "snake", formula: "x + sin(a * x) ** 2 / a", parameters: { a: 1 } },
  { name: "Gaussian", formula: "exp(-(x ** 2))" },
  { name: "smelu", formula: "x <= -b ? 0 : x >= b ? x : (x + b) ** 2 / (4 * b)", parameters: { b: 1 } },
  { name: "logish", formula: "x * log(1 + sigmoid(x))" },
  { name: "sine", formula: "sin(w * x)", parameters: { w: 2 } },
  { name: "phish", formula: "x * tanh(gelu(x))" },
];
