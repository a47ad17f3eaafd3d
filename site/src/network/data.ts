import { uniforms } from "../../../catalogue/timing/random.js";

/** Two classes of points in the plane, each coordinate with mean 0 and deviation 1. */

export const DATA = ["circles", "moons", "spiral", "xor"] as const;
export type DataName = (typeof DATA)[number];

export const POINTS = 240;

export interface Points {
  /** Pairs of coordinates. */
  readonly inputs: Float32Array;
  /** 0 or 1. */
  readonly targets: Float32Array;
}

type Place = readonly [x: number, y: number];

const SHAPES: Readonly<Record<DataName, (target: 0 | 1, t: number, noise: () => number) => Place>> = {
  circles: (target, t, noise) => {
    const radius = (target === 0 ? 0.35 : 1) + 0.09 * noise();
    return [radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)];
  },
  moons: (target, t, noise) => {
    const [x, y] = [Math.cos(Math.PI * t), Math.sin(Math.PI * t)];
    return target === 0 ? [x + 0.1 * noise(), y + 0.1 * noise()] : [1 - x + 0.1 * noise(), 0.4 - y + 0.1 * noise()];
  },
  spiral: (target, t, noise) => {
    const angle = 3.4 * Math.PI * Math.sqrt(t) + Math.PI * target;
    const radius = Math.sqrt(t) + 0.025 * noise();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  xor: (target, t, noise) => {
    const [x, y] = [Math.cos(20 * t) + 0.3 * noise(), Math.abs(Math.sin(31 * t)) + 0.2 * noise()];
    const side = x * y < 0 ? -1 : 1;
    return [Math.abs(x) * side, Math.abs(y) * (target === 0 ? side : -side)];
  },
};

export function pointsOf(name: DataName, seed = 7): Points {
  const next = uniforms(seed);
  const noise = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const places = Array.from({ length: POINTS }, (_, i) => {
    const target = (i % 2) as 0 | 1;
    return { target, place: SHAPES[name](target, next(), noise) };
  });
  const scaled = ([0, 1] as const).map((k) => standard(places.map(({ place }) => place[k])));
  return {
    inputs: Float32Array.from({ length: 2 * POINTS }, (_, i) => scaled[i % 2]![i >> 1]!),
    targets: Float32Array.from(places, ({ target }) => target),
  };
}

function standard(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((v) => (v - mean) / deviation);
}
