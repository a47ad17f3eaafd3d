import { crelu, type FloatArray, maxout, type Resizing, type Rrelu } from "lanewise";
import { type AnyFunction, isGated, isSplit } from "./functions.js";
import type { Curves } from "./sample.js";
import { curve } from "./sample.js";

/** Curves of the functions of halves and pieces, and of rrelu: one for each of some second operands. */

// The first one is in the picture of all functions.
const VALUES = [1, 0.5, 2];

type Sampled = (x: Float64Array, dy: Float64Array) => FloatArray;

function pair(
  labels: readonly string[],
  value: readonly Sampled[],
  derivative: readonly Sampled[],
): Omit<Curves, "titles"> {
  const ones = (x: Float64Array) => x.map(() => 1);
  const curves = (sampled: readonly Sampled[]) => sampled.map((f, k) => curve(labels[k]!, (x) => f(x, ones(x))));
  return { value: curves(value), derivative: curves(derivative) };
}

export function splitCurves(f: AnyFunction): Curves | undefined {
  if (isGated(f)) return gateCurves(f);
  if (isSplit(f)) return f.spec.name === "crelu" ? creluCurves() : maxoutCurves();
  return undefined;
}

/** As the gate varies. glu has it in the second half. */
function gateCurves(f: Resizing): Curves {
  const second = f.spec.name === "glu";
  const halves = (x: Float64Array, other: number) => {
    const rest = x.map(() => other);
    return Float64Array.from(second ? [...rest, ...x] : [...x, ...rest]);
  };
  const gate = (dx: FloatArray) => (second ? dx.subarray(dx.length / 2) : dx.subarray(0, dx.length / 2));
  const curves = pair(
    VALUES.map((other) => `${second ? "a" : "b"} = ${other}`),
    VALUES.map((other) => (x) => f(halves(x, other))),
    VALUES.map((other) => (x, dy) => gate(f.grad(halves(x, other), dy))),
  );
  return { ...curves, titles: [`${f.spec.name}([a, b])`, "derivative in the gate"] };
}

function creluCurves(): Curves {
  const zeros = (x: Float64Array) => x.map(() => 0);
  const curves = pair(
    ["first half", "second half"],
    [(x) => crelu(x).subarray(0, x.length), (x) => crelu(x).subarray(x.length)],
    [
      (x, dy) => crelu.grad(x, Float64Array.from([...dy, ...zeros(x)])),
      (x, dy) => crelu.grad(x, Float64Array.from([...zeros(x), ...dy])),
    ],
  );
  return { ...curves, titles: ["crelu(x)", "derivative"] };
}

/** One of two pieces, the other one fixed. */
function maxoutCurves(): Curves {
  const others = [-1, 0, 1];
  const two = (x: Float64Array, other: number) => Float64Array.from([...x, ...x.map(() => other)]);
  const curves = pair(
    others.map((other) => `b = ${String(other).replace("-", "−")}`),
    others.map((other) => (x) => maxout(two(x, other), { pieces: 2 })),
    others.map((other) => (x, dy) => maxout.grad(two(x, other), dy, { pieces: 2 }).subarray(0, x.length)),
  );
  return { ...curves, titles: ["maxout([x, b])", "derivative in x"] };
}

/** The least, the middle and the greatest slope. */
export function rreluCurves(f: Rrelu): Curves {
  const [lower, upper] = [1 / 8, 1 / 3];
  const slopes = [lower, (lower + upper) / 2, upper];
  const curves = pair(
    ["lower", "not training", "upper"],
    slopes.map((slope) => (x) => f(x, { lower: slope, upper: slope })),
    slopes.map((slope) => (x, dy) => f.grad(x, dy, { lower: slope, upper: slope })),
  );
  return { ...curves, titles: ["rrelu(x)", "derivative"] };
}
