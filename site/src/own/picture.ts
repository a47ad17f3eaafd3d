import type { Line, Picture, Point } from "../plot/picture.js";
import type { Own, Parameters } from "./formula.js";

const SAMPLES = 700;

/** f and f′ of a formula. Nobody knows its jumps: they are where f′ does not explain the difference. */
export function pictureOf(own: Own, parameters: Parameters, half: number): Picture {
  const step = (2 * half) / SAMPLES;
  const x = Float64Array.from({ length: SAMPLES + 1 }, (_, i) => i * step - half);
  const y = own(x, { ...parameters });
  const slope = own.derivative(x, { ...parameters });
  const points = (values: ArrayLike<number>): Point[] => Array.from(x, (x, i) => ({ x, y: values[i]! }));
  const explained = (i: number) =>
    Math.abs(y[i]! - y[i - 1]!) <= 4 * step * Math.max(Math.abs(slope[i]!), Math.abs(slope[i - 1]!)) + 0.05;
  const steady = (i: number) => Math.abs(slope[i]! - slope[i - 1]!) < 0.15;
  const lines: readonly Line[] = [
    { label: "f", colour: "curve-0", runs: cut(points(y), explained), width: 3 },
    { label: "f′", colour: "curve-1", runs: cut(points(slope), steady), dash: "7 5" },
  ];
  const values = [...y, ...slope].filter(Number.isFinite);
  const low = Math.max(-half, Math.min(-0.25, ...values));
  const high = Math.min(half, Math.max(1.1, ...values));
  const air = 0.06 * (high - low);
  return {
    title: "Your function and its derivative",
    description: `x from ${-half} to ${half}; f(−1) = ${at(own, -1, parameters)}, f(0) = ${at(own, 0, parameters)}, f(1) = ${at(own, 1, parameters)}.`,
    x: { label: "x", domain: [-half, half] },
    y: { label: "", domain: [low - air, high + air] },
    lines: [...lines].reverse(),
  };
}

function at(own: Own, x: number, parameters: Parameters): string {
  return own(Float64Array.of(x), { ...parameters })[0]!.toPrecision(4);
}

function cut(points: readonly Point[], joined: (i: number) => boolean): readonly (readonly Point[])[] {
  const runs: Point[][] = [[]];
  for (const [i, point] of points.entries()) {
    if (i > 0 && !joined(i)) runs.push([]);
    if (Number.isFinite(point.y)) runs.at(-1)!.push(point);
  }
  return runs.filter((run) => run.length > 0);
}
