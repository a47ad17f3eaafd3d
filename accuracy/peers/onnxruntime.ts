import { BLOCK } from "../places.js";
import { installed, versionOf } from "./installed.js";
import { model, type Node } from "./onnx.js";
import type { Peer } from "./peer.js";

/** ONNX Runtime Web on WebAssembly: operators of ONNX, and what PyTorch exports where there is none. */

interface Tensor {
  readonly data: Float32Array;
}
interface Session {
  run(feeds: { x: Tensor }): Promise<{ y: Tensor }>;
}
interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: string, data: Float32Array, dims: number[]) => Tensor;
}

const one = (operator: string, attributes: Node["attributes"] = {}): Node[] => [{ operator, attributes }];

const MODELS: Readonly<Record<string, readonly Node[]>> = {
  identity: one("Identity"),
  relu: one("Relu"),
  leakyRelu: one("LeakyRelu", { alpha: 0.01 }),
  thresholdedRelu: one("ThresholdedRelu", { alpha: 1 }),
  elu: one("Elu", { alpha: 1 }),
  selu: one("Selu", { alpha: 1.6732632423543772, gamma: 1.0507009873554805 }),
  celu: one("Celu", { alpha: 1 }),
  exp: one("Exp"),
  sigmoid: one("Sigmoid"),
  hardSigmoid: one("HardSigmoid", { alpha: 1 / 6, beta: 0.5 }),
  logSigmoid: [{ operator: "Sigmoid" }, { operator: "Log" }],
  softplus: one("Softplus"),
  softsign: one("Softsign"),
  tanh: one("Tanh"),
  hardSwish: one("HardSwish"),
  silu: [{ operator: "Sigmoid" }, { operator: "Mul", withX: true }],
  swish: [{ operator: "Sigmoid" }, { operator: "Mul", withX: true }],
  mish: one("Mish"),
  gelu: one("Gelu", { approximate: "none" }),
  geluTanh: one("Gelu", { approximate: "tanh" }),
  hardShrink: one("Shrink", { lambd: 0.5, bias: 0 }),
  softShrink: one("Shrink", { lambd: 0.5, bias: 0.5 }),
};

export async function onnxruntime(): Promise<Peer> {
  const ort = installed<Ort>("onnxruntime-web");
  return {
    title: `ONNX Runtime Web wasm ${versionOf("onnxruntime-web")}`,
    find: async (name) => {
      const nodes = MODELS[name];
      if (!nodes) return undefined;
      const session = await ort.InferenceSession.create(model(nodes, BLOCK), { executionProviders: ["wasm"] });
      return async (x) => (await session.run({ x: new ort.Tensor("float32", x, [x.length]) })).y.data;
    },
  };
}
