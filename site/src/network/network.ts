import { type Elementwise, sigmoid, sigmoidCrossEntropy, Workspace } from "lanewise";
import { functionNamed, isKind } from "../../../catalogue/functions.js";
import { uniforms } from "../../../catalogue/timing/random.js";
import { type DataName, POINTS, pointsOf } from "./data.js";
import { affine, back, descend } from "./products.js";

/** A network of dense layers on points of the plane, trained by gradient descent on all points at once. */

export const STARTS = ["he", "lecun", "xavier"] as const;
export type Start = (typeof STARTS)[number];

export interface Config {
  /** The activation of each hidden layer, which tells their number. */
  readonly activations: readonly string[];
  readonly width: number;
  readonly start: Start;
  /** The biases before training. */
  readonly bias: number;
  readonly rate: number;
  readonly data: DataName;
  readonly seed: number;
}

export interface Layer {
  activation: Elementwise;
  readonly from: number;
  readonly to: number;
  readonly w: Float32Array;
  readonly b: Float32Array;
  readonly z: Float32Array;
  readonly a: Float32Array;
  readonly dz: Float32Array;
  readonly da: Float32Array;
}

/** Points of the plane at which activations are drawn: a square of SIDE × SIDE. */
export const SIDE = 28;
export const REACH = 2.2;
const GRID = SIDE * SIDE;

export class Network implements Disposable {
  readonly layers: readonly Layer[];
  readonly #ws: Workspace;
  readonly #inputs: Float32Array;
  readonly #targets: Float32Array;
  readonly #plane: Float32Array;
  readonly #drawn: { readonly z: Float32Array; readonly a: Float32Array }[];
  readonly #slopes: Float32Array;
  rate: number;
  steps = 0;

  constructor(config: Config) {
    const { activations, width, start, bias, rate, data, seed } = config;
    this.rate = rate;
    const sizes = [2, ...activations.map(() => width), 1];
    const numbers = sizes.reduce((sum, size) => sum + size * (width + 4 * POINTS + 2 * GRID + 128), 0);
    this.#ws = new Workspace({ bytes: 4 * numbers + 2 ** 20 });
    const ws = this.#ws;
    const points = pointsOf(data);
    this.#inputs = ws.float32(points.inputs);
    this.#targets = ws.float32(points.targets);
    this.#plane = ws.float32(plane());
    this.#slopes = ws.float32(POINTS * width);
    const normal = normals(seed);
    this.layers = sizes.slice(1).map((to, l) => {
      const from = sizes[l]!;
      const deviation = Math.sqrt({ he: 2 / from, lecun: 1 / from, xavier: 2 / (from + to) }[start]);
      const array = () => ws.float32(POINTS * to);
      return {
        activation: elementwise(activations[l] ?? "identity"),
        from,
        to,
        w: ws.float32(Float32Array.from({ length: from * to }, () => deviation * normal())),
        b: ws.float32(to).fill(l < activations.length ? bias : 0),
        z: array(),
        a: array(),
        dz: array(),
        da: array(),
      };
    });
    this.#drawn = this.layers.map(({ to }) => ({ z: ws.float32(GRID * to), a: ws.float32(GRID * to) }));
    this.gradients();
  }

  get hidden(): readonly Layer[] {
    return this.layers.slice(0, -1);
  }

  use(activations: readonly string[]): void {
    for (const [l, layer] of this.hidden.entries()) layer.activation = elementwise(activations[l]!);
  }

  /** Values and gradients of all layers, for the weights as they are. */
  gradients(): void {
    let a = this.#inputs;
    for (const layer of this.layers) {
      affine(a, layer.w, layer.b, layer.z, POINTS, layer.from, layer.to);
      layer.activation(layer.z, { out: layer.a });
      a = layer.a;
    }
    const last = this.layers.at(-1)!;
    sigmoidCrossEntropy.grad(last.a, this.#targets, { out: last.da });
    for (let i = 0; i < POINTS; i++) last.da[i] = last.da[i]! / POINTS;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { activation, z, da, dz, w, from, to } = this.layers[l]!;
      activation.grad(z, da, { out: dz });
      if (l > 0) back(dz, w, this.layers[l - 1]!.da, POINTS, from, to);
    }
  }

  step(): void {
    let a = this.#inputs;
    for (const { dz, w, b, from, to, a: next } of this.layers) {
      descend(a, dz, w, b, POINTS, from, to, this.rate);
      a = next;
    }
    this.gradients();
    this.steps++;
  }

  /** The mean loss, and the share of points on the right side. */
  result(): { readonly loss: number; readonly correct: number } {
    const logits = this.layers.at(-1)!.a;
    const losses = sigmoidCrossEntropy(logits, this.#targets);
    const right = logits.reduce((count, v, i) => count + Number(v > 0 === this.#targets[i]! > 0.5), 0);
    return { loss: losses.reduce((sum, v) => sum + v, 0) / POINTS, correct: right / POINTS };
  }

  /** For each unit of a layer, whether f′ is 0 at every point: nothing moves it any more. */
  dead(layer: Layer): readonly boolean[] {
    const slopes = this.#slopes.subarray(0, POINTS * layer.to);
    layer.activation.derivative(layer.z, { out: slopes });
    return Array.from({ length: layer.to }, (_, j) => {
      for (let i = j; i < slopes.length; i += layer.to) if (slopes[i] !== 0) return false;
      return true;
    });
  }

  /** Activations over the plane: for each layer, GRID rows of its units; of the last one, probabilities. */
  pictures(): readonly Float32Array[] {
    let a = this.#plane;
    return this.layers.map((layer, l) => {
      const drawn = this.#drawn[l]!;
      affine(a, layer.w, layer.b, drawn.z, GRID, layer.from, layer.to);
      const f = l === this.layers.length - 1 ? sigmoid : layer.activation;
      a = f(drawn.z, { out: drawn.a });
      return a;
    });
  }

  [Symbol.dispose](): void {
    this.#ws.dispose();
  }
}

function elementwise(name: string): Elementwise {
  const f = functionNamed(name);
  if (!isKind(f, "elementwise")) throw new RangeError(`expected an elementwise function, got ${name}`);
  return f;
}

function plane(): Float32Array {
  const place = (k: number) => REACH * ((2 * k + 1) / SIDE - 1);
  return Float32Array.from({ length: 2 * GRID }, (_, i) => {
    const point = i >> 1;
    return i % 2 === 0 ? place(point % SIDE) : -place(Math.floor(point / SIDE));
  });
}

function normals(seed: number): () => number {
  const next = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
