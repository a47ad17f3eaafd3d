import { expect, test } from "vitest";
import { ONES_BYTES } from "../../bindings/wasm/abi.js";
import { createHome, ONES, PAGE } from "../../bindings/wasm/instance.js";

test("a home's page begins with ones of both types, and nothing else", () => {
  const { buffer } = createHome("test", 2);
  const want = new ArrayBuffer(2 * PAGE);
  new Float32Array(want, ONES.f32, ONES_BYTES / 4).fill(1);
  new Float64Array(want, ONES.f64, ONES_BYTES / 8).fill(1);
  expect(Buffer.compare(Buffer.from(buffer as ArrayBuffer), Buffer.from(want))).toBe(0);
});
