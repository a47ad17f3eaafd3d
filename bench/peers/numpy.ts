import { installed, versionOf } from "./installed.js";
import type { Peer } from "./peer.js";

/** numpy-ts, NumPy's operations on WebAssembly SIMD: functions that it has, or composes in two or three steps. */

interface NdArray {
  readonly data: Float32Array;
  dispose(): void;
}
type Unary = (x: NdArray) => NdArray;
interface Numpy {
  configureWasm(options: { maxMemory: number }): void;
  array(values: Float32Array, type: string): NdArray;
  frombuffer(buffer: ArrayBufferLike, type: string, count: number, offset: number): NdArray;
  readonly exp: Unary;
  readonly tanh: Unary;
  readonly negative: Unary;
  readonly reciprocal: Unary;
  add(x: NdArray, y: NdArray | number): NdArray;
  subtract(x: NdArray, y: NdArray): NdArray;
  multiply(x: NdArray, y: NdArray): NdArray;
  maximum(x: NdArray, y: number): NdArray;
  minimum(x: NdArray, y: number): NdArray;
  clip(x: NdArray, low: number, high: number): NdArray;
}

/** Frees an intermediate result: the library's heap is not collected in time. */
function free<T>(array: NdArray, use: (array: NdArray) => T): T {
  const result = use(array);
  array.dispose();
  return result;
}

const sigmoid = (x: NdArray, np: Numpy): NdArray =>
  free(np.negative(x), (a) => free(np.exp(a), (b) => free(np.add(b, 1), np.reciprocal)));
const silu = (x: NdArray, np: Numpy): NdArray => free(sigmoid(x, np), (s) => np.multiply(x, s));

const FUNCTIONS: Readonly<Record<string, (x: NdArray, np: Numpy) => NdArray>> = {
  relu: (x, np) => np.maximum(x, 0),
  relu6: (x, np) => np.clip(x, 0, 6),
  reluSquared: (x, np) => free(np.maximum(x, 0), (a) => np.multiply(a, a)),
  hardTanh: (x, np) => np.clip(x, -1, 1),
  exp: (x, np) => np.exp(x),
  tanh: (x, np) => np.tanh(x),
  tanhShrink: (x, np) => free(np.tanh(x), (t) => np.subtract(x, t)),
  sigmoid,
  silu,
  swish: silu,
};

// The default of 256 MiB fills up, because results are not collected in time.
const MEMORY = 2 ** 31 - 2 ** 16;

export async function numpy(): Promise<Peer> {
  const np = installed<Numpy>("numpy-ts");
  np.configureWasm({ maxMemory: MEMORY });
  return {
    title: `numpy-ts ${versionOf("numpy-ts")}`,
    prepare: async ({ name, x, dy }) => {
      const f = dy ? undefined : FUNCTIONS[name];
      if (!f) return undefined;
      const kept = np.array(x, "float32");
      const values = (y: NdArray) => free(y, ({ data }) => data.slice());
      return {
        begin: () => {},
        // Its array() takes 19 ns per element, since it reads a typed array as a list; a view of the buffer takes almost none.
        endToEnd: () => free(np.frombuffer(x.buffer, "float32", x.length, x.byteOffset), (view) => values(f(view, np))),
        resident: () => f(kept, np).dispose(),
        residentResult: () => values(f(kept, np)),
        dispose: () => kept.dispose(),
      };
    },
  };
}
