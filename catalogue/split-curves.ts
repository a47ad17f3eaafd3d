import type { FloatArray, Maxout, Resizing, Rrelu } from "lanewise";
import { type Curves, curve } from "./sample.js";

/** Curves of functions that resize a dimension, and of rrelu: one for each of several second operands. */

// The first of them stands in the picture of all functions.
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

export function resizingCurves(f: Resizing | Maxout): Curves {
  if (f.spec.parameters?.pieces) return maxoutCurves(f as Maxout);
  const halving = f as Resizing;
  const { n, made } = f.spec.layout(2);
  return made < n ? gateCurves(halving) : doublingCurves(halving);
}

/** The gate varies, which glu has in the second half, and the others in the first. */
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

function doublingCurves(f: Resizing): Curves {
  const zeros = (x: Float64Array) => x.map(() => 0);
  const curves = pair(
    ["first half", "second half"],
    [(x) => f(x).subarray(0, x.length), (x) => f(x).subarray(x.length)],
    [
      (x, dy) => f.grad(x, Float64Array.from([...dy, ...zeros(x)])),
      (x, dy) => f.grad(x, Float64Array.from([...zeros(x), ...dy])),
    ],
  );
  return { ...curves, titles: [`${f.spec.name}(x)`, "derivative"] };
}

/** One of two pieces varies. */
function maxoutCurves(f: Maxout): Curves {
  const others = [-1, 0, 1];
  const two = (x: Float64Array, other: number) => Float64Array.from([...x, ...x.map(() => other)]);
  const curves = pair(
    others.map((other) => `b = ${String(other).replace("-", "−")}`),
    others.map((other) => (x) => f(two(x, other), { pieces: 2 })),
    others.map((other) => (x, dy) => f.grad(two(x, other), dy, { pieces: 2 }).subarray(0, x.length)),
  );
  return { ...curves, titles: [`${f.spec.name}([x, b])`, "derivative in x"] };
}

/** The smallest, the mean and the largest slope. */
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
