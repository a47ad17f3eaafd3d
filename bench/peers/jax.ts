import { installed, versionOf } from "./installed.js";
import type { Peer } from "./peer.js";

/** jax-js on its WebAssembly backend: compiled functions, with arrays that are counted by reference. */

interface JaxArray {
  /** One more reference: a call takes one. */
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  blockUntilReady(): Promise<JaxArray>;
  dataSync(): Float32Array;
  dispose(): void;
}
type Unary = (x: JaxArray) => JaxArray;
type Nn =
  | ("celu" | "elu" | "hardSigmoid" | "hardSilu" | "hardTanh" | "leakyRelu" | "logSigmoid" | "mish" | "relu" | "relu6")
  | ("selu" | "sigmoid" | "silu" | "softSign" | "softplus" | "sparsePlus" | "sparseSigmoid" | "squareplus" | "swish");
interface Jax {
  init(device: "wasm"): Promise<unknown>;
  defaultDevice(device: "wasm"): unknown;
  jit(f: Unary): Unary;
  readonly numpy: { array(values: Float32Array): JaxArray; readonly exp: Unary; readonly tanh: Unary };
  readonly nn: Readonly<Record<Nn, Unary>> & {
    gelu(x: JaxArray, options: { approximate: boolean }): JaxArray;
    softmax(x: JaxArray, axis: number): JaxArray;
    logSoftmax(x: JaxArray, axis: number): JaxArray;
  };
}

const SAME = [
  "celu",
  "elu",
  "hardSigmoid",
  "hardTanh",
  "leakyRelu",
  "logSigmoid",
  "mish",
  "relu",
  "relu6",
  "selu",
] as const;
const ALSO = ["sigmoid", "silu", "softplus", "sparsePlus", "sparseSigmoid", "squareplus", "swish"] as const;

function functionsOf({ nn, numpy }: Jax): Readonly<Record<string, Unary>> {
  return {
    ...Object.fromEntries([...SAME, ...ALSO].map((name) => [name, (x: JaxArray) => nn[name](x)])),
    exp: (x) => numpy.exp(x),
    tanh: (x) => numpy.tanh(x),
    softsign: (x) => nn.softSign(x),
    hardSwish: (x) => nn.hardSilu(x),
    gelu: (x) => nn.gelu(x, { approximate: false }),
    geluTanh: (x) => nn.gelu(x, { approximate: true }),
    softmax: (x) => nn.softmax(x, -1),
    logSoftmax: (x) => nn.logSoftmax(x, -1),
  };
}

export async function jax(): Promise<Peer> {
  const library = installed<Jax>("@jax-js/jax");
  await library.init("wasm");
  library.defaultDevice("wasm");
  const functions = functionsOf(library);
  return {
    title: `jax-js wasm ${versionOf("@jax-js/jax")}`,
    prepare: async ({ name, x, shape, dy }) => {
      const f = dy ? undefined : functions[name];
      if (!f) return undefined;
      const compiled = library.jit(f);
      const fresh = () => library.numpy.array(x).reshape(shape);
      const kept = fresh();
      try {
        compiled(kept.ref).dataSync();
      } catch (error) {
        // Its module for celu does not take its own memory (0.1.25).
        if (!(error instanceof WebAssembly.LinkError)) throw error;
        kept.dispose();
        return undefined;
      }
      return {
        begin: () => {},
        // Reading the data takes the last reference.
        endToEnd: () => compiled(fresh()).dataSync(),
        resident: async () => {
          const y = compiled(kept.ref);
          await y.blockUntilReady();
          y.dispose();
        },
        residentResult: () => compiled(kept.ref).dataSync(),
        dispose: () => kept.dispose(),
      };
    },
  };
}
