import type { ElementType } from "../core/types.js";
import { staging } from "../memory/staging.js";
import { type Home, PAGE } from "../wasm/instance.js";
import { type Kernel, kernelOf } from "../wasm/kernels.js";
import { foldOf } from "./graph.js";
import { KERNELS, type KernelName } from "./kernels.js";
import { PLACES, type Program, type Step, type Uniform } from "./program.js";
import { tableFunctions, valuesOf } from "./table.js";

export const LOOPS = { map: 0, pair: 1, choose: 2, fuse: 3, rational: 4, total: 5 } as const;

/** A program with the values of a call: a row of numbers for each step, in arrays. */
export interface Bound {
  readonly program: Program;
  readonly values: readonly number[];
  readonly loops: readonly number[];
  /** Kernels by number. */
  readonly kernels: readonly number[];
  /** Indices of buffers: places, then the blocks of constants. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly third: readonly number[];
  readonly to: readonly number[];
  /** 0 where the second or third operand is one value for all. */
  readonly secondStep: readonly number[];
  readonly thirdStep: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  readonly d: readonly number[];
  /** The values after the fourth. */
  readonly more: readonly (readonly number[])[];
  readonly constants: readonly number[];
  /** The kernels over the memory of the last call. */
  resolved: { readonly home: Home; readonly kernels: readonly Kernel[] } | undefined;
}

/** Binds a program to values, and remembers the last ones: a loop calls with the same. */
export class Binder {
  readonly #op: string;
  readonly #program: Program;
  readonly #last: Record<ElementType, Bound | undefined> = { f32: undefined, f64: undefined };

  constructor(op: string, program: Program) {
    this.#op = op;
    this.#program = program;
  }

  bind(values: readonly number[], type: ElementType): Bound {
    const last = this.#last[type];
    if (last && (last.values === values || isSame(last.values, values, this.#program.parameters.length))) return last;
    return (this.#last[type] = bound(this.#op, this.#program, values, type));
  }
}

function isSame(a: readonly number[], b: readonly number[], count: number): boolean {
  for (let i = 0; i < count; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

function bound(op: string, program: Program, values: readonly number[], type: ElementType): Bound {
  const { steps, blocks } = program;
  const uniforms = evaluate(op, program, values, type);
  const index = (operand: number | undefined) =>
    operand === undefined ? 0 : operand >= 0 ? operand : PLACES.scratch + blocks - 1 - operand;
  const isArray = (operand: number | undefined) => Number(operand !== undefined && operand >= 0);
  const resolved = steps.map((step) =>
    resolve(
      op,
      step,
      step.scalars.map((i) => uniforms[i]!),
      type,
    ),
  );
  return {
    program,
    values,
    loops: steps.map(({ loop }) => LOOPS[loop]),
    kernels: resolved.map(({ kernel }) => kernel),
    first: steps.map(({ operands }) => index(operands[0])),
    second: steps.map(({ operands }) => index(operands[1])),
    third: steps.map(({ operands }) => index(operands[2])),
    to: steps.map(({ to }) => to),
    secondStep: steps.map(({ operands }) => isArray(operands[1])),
    thirdStep: steps.map(({ operands }) => isArray(operands[2])),
    a: boxed(resolved.map(({ scalars }) => scalars[0] ?? 0)),
    b: boxed(resolved.map(({ scalars }) => scalars[1] ?? 0)),
    c: boxed(resolved.map(({ scalars }) => scalars[2] ?? 0)),
    d: boxed(resolved.map(({ scalars }) => scalars[3] ?? 0)),
    more: resolved.map(({ scalars }) => boxed(scalars.slice(4))),
    constants: program.constants.map((i) => uniforms[i]!),
    resolved: undefined,
  };
}

/**
 * The numbers in an array that engines keep as an array of objects: from an array of doubles each read makes a new
 * number for the call (1.9 times as slow for a formula of four steps).
 */
function boxed(numbers: readonly number[]): readonly number[] {
  const list: (number | null)[] = [null];
  list.pop();
  for (const number of numbers) list.push(number);
  return list as number[];
}

function resolve(op: string, { loop, kernel }: Step, scalars: readonly number[], type: ElementType) {
  if (typeof kernel === "string") return { kernel: KERNELS[kernel][type], scalars };
  return tableKernel(op, kernel.table, scalars, type, loop === "pair");
}

/** The kernel of a function of the table for some parameters, which are checked. */
function tableKernel(op: string, name: string, parameters: readonly number[], type: ElementType, slope: boolean) {
  const f = tableFunctions().get(name)!;
  const scalars = valuesOf(`${op}: ${name}`, f, parameters, type);
  const { forward, backward } = f.definition.kernels!(scalars);
  return { kernel: (slope ? backward : forward)[type], scalars };
}

/** The values of all uniforms, in f64. */
function evaluate(op: string, program: Program, values: readonly number[], type: ElementType): number[] {
  const results: number[] = [];
  for (const uniform of program.uniforms) {
    const args = uniform.args.map((i) => results[i]!);
    results.push(evaluateOne(op, program, uniform, args, values, type));
  }
  return results;
}

function evaluateOne(
  op: string,
  { parameters }: Program,
  { operation, value, name }: Uniform,
  args: readonly number[],
  values: readonly number[],
  type: ElementType,
): number {
  if (operation === "constant") return value;
  if (operation === "parameter") return values[parameters.indexOf(name)]!;
  if (operation === "power") return productOf(args[0]!, value);
  const [a = 0, b = 0, c = 0] = args;
  const fold = foldOf(operation);
  if (fold) return fold(a, b, c);
  if (operation === "call" || operation === "slope") {
    const slope = operation === "slope";
    const parameters = args.slice(slope ? 2 : 1);
    // Checked as the type of the call has them, computed in f64.
    tableKernel(op, name, parameters, type, slope);
    const { kernel, scalars } = tableKernel(op, name, parameters, "f64", slope);
    return slope ? onNumbers(op, kernel, [a, b], scalars) : onNumbers(op, kernel, [a], scalars);
  }
  const numbers = operation === "pow" ? [a, b] : [a];
  const kernel = operation === "pow" ? ("power" as KernelName) : (operation as KernelName);
  return onNumbers(op, KERNELS[kernel].f64, numbers, []);
}

/** Runs a kernel on single numbers: engines differ in Math.sin. */
function onNumbers(op: string, kernel: number, numbers: readonly number[], scalars: readonly number[]): number {
  const home = staging(op);
  // The end of the last block, which is free between calls.
  const at = home.page + PAGE - 64;
  const [a = 0, b = 0, c = 0] = scalars;
  home.f64.set(numbers, at / 8);
  const run = kernelOf(op, home, kernel);
  if (numbers.length === 1) run(at, at + 16, 1, a, b, c);
  else run(at, at + 8, at + 16, 1, 1, a, b, c);
  return home.f64[at / 8 + 2]!;
}

/** As the products of arrays. */
function productOf(base: number, exponent: number): number {
  if (exponent === 1) return base;
  const half = exponent % 2 === 0 ? exponent / 2 : exponent - 1;
  return productOf(base, half) * productOf(base, exponent - half);
}
