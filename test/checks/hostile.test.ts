import { vi } from "vitest";
import { BLOCK } from "../support/arrays.js";
import type { Call } from "../support/call.js";
import { testArrays } from "./hostile/test-arrays.js";

vi.mock("../../bindings/index.js", async () => (await import("../support/pool.js")).recorded);

// One of each way through the dispatch; hostile.slow.test.ts has the others.
const OTHERS = ["tanh.valueAndDerivative", "swish.gradBeta", "softmax.grad", "prelu.gradAlpha", "logSumExp", "crelu"];
const SOME = [...OTHERS, "relu", "leakyRelu.grad", "softmax", "maxout", "rrelu", "softmaxCrossEntropy"];
const some = ({ name }: Call) => SOME.includes(name);

testArrays(["f32"], () => [24]);
testArrays(["f64"], () => [24], some);
// Of more than a block: arrays are passed in parts.
testArrays(["f32"], (type) => [BLOCK[type] + 8], some);
