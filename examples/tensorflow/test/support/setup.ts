import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { type RegisterOptions, type Registration, register } from "lanewise/tfjs";
import { expect } from "vitest";

export { tf };

export type Lanewise = Registration<typeof tf>;

export const BACKENDS = ["wasm", "cpu"] as const;

/** A backend that has kernels of TensorFlow.js and none of ours, as webgl and webgpu: the cpu backend by another name. */
export const OTHER = "other";

export const EVERYWHERE = [...BACKENDS, OTHER] as const;

export type Backend = (typeof EVERYWHERE)[number];

tf.registerBackend(OTHER, () => tf.findBackendFactory("cpu")() as tf.KernelBackend);
tf.copyRegisteredKernels("cpu", OTHER);

/** Runs `f` with a registration on a backend, and sees that nothing is left: no tensor, no kernel, no class. */
export async function registered<T>(
  backend: Backend,
  options: RegisterOptions,
  f: (lanewise: Lanewise) => T | Promise<T>,
): Promise<T> {
  await tf.setBackend(backend);
  const before = { memory: counts(), state: registryState() };
  const lanewise = register(tf, options);
  let result: T;
  try {
    result = await f(lanewise);
  } finally {
    lanewise.unregister();
  }
  expect({ memory: counts(), state: registryState() }).toEqual(before);
  return result;
}

function counts() {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
}

interface Maps {
  getMap(): { classNameMap: Readonly<Record<string, unknown>> };
}

/** All that a registration may change, by identity: each object has a number of its own. */
export function registryState() {
  const kernels = BACKENDS.flatMap((backend) =>
    tf.getKernelsForBackend(backend).map((config) => [`${backend} ${config.kernelName}`, numberOf(config)] as const),
  );
  const gradients = kernels
    .map(([name]) => name.split(" ")[1]!)
    .map((name) => [name, numberOf(tf.getGradient(name))] as const);
  const maps = tf.serialization.SerializationMap as unknown as Maps;
  const classes = Object.entries(maps.getMap().classNameMap).map(([name, entry]) => [name, numberOf(entry)] as const);
  const sorted = (entries: readonly (readonly [string, number])[]) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return { kernels: sorted(kernels), gradients: sorted(gradients), classes: sorted(classes) };
}

const numbers = new Map<unknown, number>();

function numberOf(value: unknown): number {
  if (!numbers.has(value)) numbers.set(value, numbers.size);
  return numbers.get(value)!;
}

/** Numbers from −12 to 12, with the special ones. */
export function sample(length: number, seed = 1): Float32Array<ArrayBuffer> {
  let state = seed;
  const x = Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 24 - 12;
  });
  x.set([0, -0, 1, -1, 6, Infinity, -Infinity, NaN, 1e-30, -1e-40, 88, -104].slice(0, length));
  return x;
}

/** The first index at which two arrays differ in their bits, or −1: all NaN are alike. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return 0;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}
