import type { FloatArray } from "lanewise";

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

export type Sampled = (x: Float64Array) => FloatArray;

/** The pictures run from −7 to 7: several functions have a kink at 6, which an axis to 6 would hide. */
export const REACH = 7;

const PER_UNIT = 64;

// Between neighbouring samples that differ by more, there may be a jump.
const SUSPECT = 0.02;

const HALVINGS = 40;

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
    // The side that is still a sample of the grid is the kink itself, and has its value.
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

/** The parts of a run between low and high, cut at the crossings. */
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
  // Not Math.hypot, whose last digit depends on the engine.
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

export interface Curves {
  readonly value: readonly Curve[];
  readonly derivative: readonly Curve[];
  /** The titles above the value and the derivative. */
  readonly titles: readonly [string, string];
}
