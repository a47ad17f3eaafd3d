import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFigures } from "../../accuracy/record.js";
import { kernelHeaders } from "../../scripts/docs/kernel-headers.js";

/** The figures in the comments of kernels, which `npm run docs` writes. */

const headers = kernelHeaders(readFigures());

test.each([...headers])("%s has the figures of docs/accuracy.json", (path, text) => {
  expect(readFileSync(path, "utf8")).toBe(text);
});

describe("a figure that changes", () => {
  const { f32, f64 } = readFigures();
  const gelu = f32!.functions.gelu!;
  const worst = { ulp: 3.999, x: 1.5, got: 2.5, want: 2.25 };
  const changed = { f32: { ...f32!, functions: { gelu: { ...gelu, value: { ...gelu.value, worst } } } }, f64 };
  const text = kernelHeaders(changed).get("assembly/kernels/gelu.ts");

  test("replaces the one in the comment of its class, and of no other", () => {
    expect(text).toContain("f32 f: 4 at x = 1.5, got 2.5, want 2.25");
    const lines = headers.get("assembly/kernels/gelu.ts")!.split("\n");
    const others = lines.filter((line) => !line.includes("f32"));
    expect(text!.split("\n").filter((line) => others.includes(line))).toEqual(others);
  });
});
