import { vi } from "vitest";
import { BLOCK } from "../support/arrays.js";
import type { Call } from "../support/call.js";
import { testArrays } from "./hostile/test-arrays.js";

vi.mock("../../bindings/index.js", async () => (await import("../support/pool.js")).recorded);

// One of each way through the dispatch; hostile.slow.test.ts has the others by pools and on streams, too.
const OTHERS = ["tanh.valueAndDerivative", "swish.gradBeta", "softmax.grad", "prelu.gradAlpha", "logSumExp", "crelu"];
const SOME = [...OTHERS, "relu", "leakyRelu.grad", "softmax", "maxout", "rrelu", "softmaxCrossEntropy"];
const some = ({ name }: Call) => SOME.includes(name);

testArrays(["f32"], () => [24], { wanted: (call) => !some(call), ways: ["direct", "batch"] });
testArrays(["f32", "f64"], () => [24], { wanted: some });
// Of more than a block: arrays are passed in parts.
testArrays(["f32"], (type) => [BLOCK[type] + 8], { wanted: some });
