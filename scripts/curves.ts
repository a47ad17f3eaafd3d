import { type FloatArray, prelu } from "lanewise";
import {
  type AnyFunction,
  isCrossEntropy,
  isElementLoss,
  isElementwise,
  isPrelu,
  isRandom,
  isReduction,
  isRowwise,
  samplesOf,
} from "./functions.js";
import { rreluCurves, splitCurves } from "./split-curves.js";

/** Curves of the functions and their derivatives, from the kernels' own output, ready to be drawn. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A dot at a jump: `attained` where the function has that value. */
export interface End extends Point {
  readonly attained: boolean;
}

export interface Curve {
  readonly label: string;
  /** Connected runs of points: a new one begins at each jump. */
  readonly runs: readonly (readonly Point[])[];
  readonly ends: readonly End[];
}

export interface Curves {
  readonly value: readonly Curve[];
  readonly derivative: readonly Curve[];
  /** Above the value and the derivative. */
  readonly titles: readonly [string, string];
}

type Sampled = (x: Float64Array) => FloatArray;

/** The pictures run from −7 to 7: several functions have a kink at 6, which an axis to 6 would hide. */
export const REACH = 7;
const PER_UNIT = 64;
// Neighbouring samples further apart than this are looked at more closely.
const SUSPECT = 0.02;
const HALVINGS = 40;

/** The curves of a function, or undefined if there is no way to draw it. */
export function curvesOf(f: AnyFunction): Curves | undefined {
  const { name } = f.spec;
  if (isElementwise(f)) {
    const options = samplesOf(f.spec);
    const value = [curve("", (x) => f(x, options))];
    return { value, derivative: [curve("", (x) => f.derivative(x, options))], titles: [`${name}(x)`, "derivative"] };
  }
  if (isPrelu(f)) {
    const slopes = [0.1, 0.25, 0.5];
    return {
      value: slopes.map((slope) => curve(`α = ${slope}`, (x) => prelu(x, Float64Array.of(slope)))),
      derivative: slopes.map((slope) =>
        curve(`α = ${slope}`, (x) => prelu.grad(x, Float64Array.of(slope), new Float64Array(x.length).fill(1))),
      ),
      titles: ["prelu(x, α)", "derivative in x"],
    };
  }
  // The row [x, 0, 1] as x varies, and the diagonal of its Jacobian.
  const rows = (x: Float64Array) => Float64Array.from({ length: 3 * x.length }, (_, i) => [x[i / 3]!, 0, 1][i % 3]!);
  const labels = ["at x", "at 0", "at 1"];
  const every = (values: FloatArray, k: number) =>
    Float64Array.from({ length: values.length / 3 }, (_, i) => values[3 * i + k]!);
  if (isCrossEntropy(f)) {
    const label = (x: Float64Array, k: number) => new Int32Array(x.length).fill(k);
    return {
      value: labels.map((text, k) => curve(text, (x) => f(rows(x), label(x, k), { shape: [x.length, 3] }))),
      derivative: labels.map((text, k) =>
        curve(text, (x) => every(f.grad(rows(x), label(x, k), { shape: [x.length, 3] }), 0)),
      ),
      titles: [`${name}([x, 0, 1], label)`, "derivative in x"],
    };
  }
  // Not `if (isElementLoss(f))`: to the compiler a reduction is one, too.
  const loss = isElementLoss(f) ? f : undefined;
  if (loss) {
    const all = (x: Float64Array, target: number) => new Float64Array(x.length).fill(target);
    const targets = [0, 0.5, 1];
    return {
      value: targets.map((target) => curve(`t = ${target}`, (x) => loss(x, all(x, target)))),
      derivative: targets.map((target) => curve(`t = ${target}`, (x) => loss.grad(x, all(x, target)))),
      titles: [`${name}(x, t)`, "derivative in x"],
    };
  }
  if (isReduction(f)) {
    const ones = (x: Float64Array) => new Float64Array(x.length).fill(1);
    return {
      value: [curve("", (x) => f(rows(x), { shape: [x.length, 3] }))],
      derivative: [curve("", (x) => every(f.grad(rows(x), ones(x), { shape: [x.length, 3] }), 0))],
      titles: [`${name}([x, 0, 1])`, "derivative in x"],
    };
  }
  if (isRandom(f)) return rreluCurves(f);
  if (!isRowwise(f)) return splitCurves(f);
  return {
    value: labels.map((label, k) => curve(label, (x) => every(f(rows(x), { shape: [x.length, 3] }), k))),
    derivative: labels.map((label, k) =>
      curve(label, (x) => {
        const unit = Float64Array.from({ length: 3 * x.length }, (_, i) => +(i % 3 === k));
        return every(f.grad(rows(x), unit, { shape: [x.length, 3] }), k);
      }),
    ),
    titles: [`${name}([x, 0, 1])`, "diagonal of the Jacobian"],
  };
}

/** Samples on a grid that holds every kink at a multiple of 1/64, cut where halving finds a jump. */
export function curve(label: string, f: Sampled): Curve {
  const x = Float64Array.from({ length: 2 * REACH * PER_UNIT + 1 }, (_, i) => i / PER_UNIT - REACH);
  const y = f(x);
  const runs: Point[][] = [[]];
  const ends: End[] = [];
  for (let i = 0; i < x.length; i++) {
    runs.at(-1)!.push({ x: x[i]!, y: y[i]! });
    if (i + 1 === x.length || Math.abs(y[i + 1]! - y[i]!) <= SUSPECT) continue;
    const jump = halve(f, x[i]!, x[i + 1]!);
    if (!jump) continue;
    const [left, right] = jump;
    // The side that never left the grid is the kink itself, and has its value.
    const attained = left.x === x[i] ? left : right;
    const at = attained.x;
    runs.at(-1)!.push({ x: at, y: left.y });
    runs.push([{ x: at, y: right.y }]);
    for (const { y } of jump) ends.push({ x: at, y, attained: y === attained.y });
  }
  return { label, runs, ends };
}

/** The two sides of the jump between a and b, or undefined if the function is continuous there. */
function halve(f: Sampled, a: number, b: number): readonly [Point, Point] | undefined {
  const at = (x: number): Point => ({ x, y: f(Float64Array.of(x))[0]! });
  let left = at(a);
  let right = at(b);
  const height = Math.abs(right.y - left.y);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = at((left.x + right.x) / 2);
    if (Math.abs(middle.y - left.y) >= Math.abs(right.y - middle.y)) right = middle;
    else left = middle;
  }
  return Math.abs(right.y - left.y) > height / 2 ? [left, right] : undefined;
}

/** What of a run lies between low and high, cut at the crossings. */
export function clip(run: readonly Point[], low: number, high: number): readonly (readonly Point[])[] {
  const inside = ({ y }: Point) => y >= low && y <= high;
  const parts: Point[][] = [];
  let open: Point[] | undefined;
  for (const [i, point] of run.entries()) {
    const before = run[i - 1];
    if (before && inside(before) !== inside(point)) {
      const outer = inside(before) ? point : before;
      const y = outer.y > high ? high : low;
      const crossing = { x: before.x + ((point.x - before.x) * (y - before.y)) / (point.y - before.y), y };
      if (open) open.push(crossing);
      else parts.push((open = [crossing]));
    }
    if (!inside(point)) open = undefined;
    else if (open) open.push(point);
    else parts.push((open = [point]));
  }
  return parts;
}

/** The fewest points (Ramer, Douglas, Peucker) that stay within `tolerance`, in units of the scale. */
export function simplify(run: readonly Point[], tolerance: number, perX: number, perY: number): readonly Point[] {
  const first = run[0]!;
  const last = run.at(-1)!;
  const dx = (last.x - first.x) * perX;
  const dy = (last.y - first.y) * perY;
  let far = 0;
  // Not Math.hypot, whose last digit is the engine's.
  let most = tolerance * Math.sqrt(dx * dx + dy * dy);
  for (let i = 1; i < run.length - 1; i++) {
    const off = Math.abs(dx * (run[i]!.y - first.y) * perY - dy * (run[i]!.x - first.x) * perX);
    if (off > most) {
      most = off;
      far = i;
    }
  }
  if (far === 0) return [first, last];
  const before = simplify(run.slice(0, far + 1), tolerance, perX, perY);
  return [...before.slice(0, -1), ...simplify(run.slice(far), tolerance, perX, perY)];
}
