import { vi } from "vitest";
import { BLOCK } from "../support/arrays.js";
import { testArrays } from "./hostile/test-arrays.js";

vi.mock("../../bindings/index.js", async () => (await import("../support/pool.js")).recorded);

testArrays(["f32"], (type) => [-1, 0, 1, 8].map((more) => BLOCK[type] + more));
testArrays(["f64"], (type) => [24, BLOCK[type] - 1, BLOCK[type], BLOCK[type] + 2]);
