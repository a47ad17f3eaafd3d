import type { Node } from "./onnx.js";

/** Our functions as operators of ONNX, or composed of them as PyTorch exports or users write them. */

const one = (operator: string, attributes: Node["attributes"] = {}): Node[] => [{ operator, attributes }];

const SPLIT: Node = { operator: "Split", attributes: { axis: 1n, num_outputs: 2n }, outputs: ["a", "b"] };
const SILU: readonly Node[] = [{ operator: "Sigmoid" }, { operator: "Mul", inputs: ["x", "t0"] }];

export const MODELS: Readonly<Record<string, readonly Node[]>> = {
  binaryStep: [{ operator: "GreaterOrEqual", inputs: ["x", 0] }, ...one("Cast", { to: 1n })],
  identity: one("Identity"),
  relu: one("Relu"),
  relu6: [{ operator: "Clip", inputs: ["x", 0, 6] }],
  leakyRelu: one("LeakyRelu", { alpha: 0.01 }),
  leakyRelu6: [...one("LeakyRelu", { alpha: 0.01 }), { operator: "Min", inputs: ["t0", 6] }],
  reluSquared: [{ operator: "Relu" }, { operator: "Mul", inputs: ["t0", "t0"] }],
  thresholdedRelu: one("ThresholdedRelu", { alpha: 1 }),
  threshold: [
    { operator: "Greater", inputs: ["x", 0.5] },
    { operator: "Where", inputs: ["t0", "x", -2] },
  ],
  prelu: [{ operator: "PRelu", inputs: ["x", "alpha"] }],
  elu: one("Elu", { alpha: 1 }),
  selu: one("Selu", { alpha: 1.6732632423543772, gamma: 1.0507009873554805 }),
  celu: one("Celu", { alpha: 1 }),
  exp: one("Exp"),
  sigmoid: one("Sigmoid"),
  hardSigmoid: one("HardSigmoid", { alpha: 1 / 6, beta: 0.5 }),
  sparseSigmoid: one("HardSigmoid", { alpha: 0.5, beta: 0.5 }),
  logSigmoid: [{ operator: "Sigmoid" }, { operator: "Log" }],
  softplus: one("Softplus"),
  squareplus: [
    { operator: "Mul", inputs: ["x", "x"] },
    { operator: "Add", inputs: ["t0", 4] },
    { operator: "Sqrt" },
    { operator: "Add", inputs: ["t2", "x"] },
    { operator: "Mul", inputs: ["t3", 0.5] },
  ],
  softsign: one("Softsign"),
  tanh: one("Tanh"),
  hardTanh: [{ operator: "Clip", inputs: ["x", -1, 1] }],
  tanhShrink: [{ operator: "Tanh" }, { operator: "Sub", inputs: ["x", "t0"] }],
  hardSwish: one("HardSwish"),
  silu: SILU,
  swish: SILU,
  quickGelu: [
    { operator: "Mul", inputs: ["x", 1.702] },
    { operator: "Sigmoid" },
    { operator: "Mul", inputs: ["x", "t1"] },
  ],
  mish: one("Mish"),
  gelu: one("Gelu", { approximate: "none" }),
  geluTanh: one("Gelu", { approximate: "tanh" }),
  hardShrink: one("Shrink", { lambd: 0.5, bias: 0 }),
  softShrink: one("Shrink", { lambd: 0.5, bias: 0.5 }),
  softmax: one("Softmax"),
  softmin: [{ operator: "Neg" }, { operator: "Softmax" }],
  logSoftmax: one("LogSoftmax"),
  logSumExp: [{ operator: "ReduceLogSumExp", inputs: ["x", -1n], attributes: { keepdims: 0n } }],
  glu: [SPLIT, { operator: "Sigmoid", inputs: ["b"] }, { operator: "Mul", inputs: ["a", "t1"] }],
  swiglu: [
    SPLIT,
    { operator: "Sigmoid", inputs: ["a"] },
    { operator: "Mul", inputs: ["a", "t1"] },
    { operator: "Mul", inputs: ["t2", "b"] },
  ],
  geglu: [
    SPLIT,
    { operator: "Gelu", inputs: ["a"], attributes: { approximate: "none" } },
    { operator: "Mul", inputs: ["t1", "b"] },
  ],
  reglu: [SPLIT, { operator: "Relu", inputs: ["a"] }, { operator: "Mul", inputs: ["t1", "b"] }],
  crelu: [{ operator: "Neg" }, { operator: "Concat", inputs: ["x", "t0"], attributes: { axis: 1n } }, ...one("Relu")],
  maxout: [SPLIT, { operator: "Max", inputs: ["a", "b"] }],
};
