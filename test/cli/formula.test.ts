import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { activation } from "../../dist/formula.js";
import { folder, lanewise } from "../support/cli.js";
import { expectSame } from "../support/same.js";

/** Formulas in place of the names of functions. */

const { at, save, load } = folder();
const formula = "x / sqrt(1 + x ** 2)";
const isru = activation(formula);
const x = Float32Array.from({ length: 3000 }, (_, i) => (i - 1500) / 200);
const input = save("x.npy", x, [30, 100]);

async function prints(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await lanewise(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("apply", () => {
  test("values, derivatives and gradients have the bits of the library", async () => {
    const dy = x.map((_, i) => Math.sin(i));
    const gradient = save("dy.npy", dy, [30, 100]);
    expect(await prints("apply", formula, input, at("y.npy"))).toContain(`y.npy: ${formula}, shape (30, 100) of f32`);
    await prints("apply", formula, input, at("d.npy"), "--derivative", "--quiet");
    await prints("apply", formula, input, at("dx.npy"), "--grad", gradient, "--threads", "2", "--quiet");
    expectSame(load("y.npy").data, isru(x));
    expectSame(load("d.npy").data, isru.derivative(x));
    expectSame(load("dx.npy").data, isru.grad(x, dy));
  });

  test.each([
    ["x +", 'x +: expected a number, a name or "(", got the end, at character 4'],
    ["a * x", 'a * x: expected one of "x", "pi", "e", got "a"; did you mean "x"?, at character 1'],
    ["beta * x", 'beta * x: expected one of "x", "pi", "e", got "beta", at character 1'],
    ["2 * geluu(x)", 'expected a known function, got "geluu"; did you mean "gelu"?, at character 5'],
  ])("%s is refused in one line", async (text, message) => {
    const { code, stderr } = await lanewise(["apply", text, input, at("no.npy")]);
    expect({ code, lines: stderr.split("\n").length }).toEqual({ code: 2, lines: 2 });
    expect(stderr).toContain(message);
  });

  test("a name is no formula", async () => {
    const { code, stderr } = await lanewise(["apply", "geluu", input, at("no.npy")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("unknown function geluu") });
  });
});

test("describe tells formula and derivative, with a picture", async () => {
  const text = await prints("describe", "x ** 2");
  expect(text).toMatch(/^formula {5}x \*\* 2\nderivative {2}2 \* x\n/);
  expect(text.split("\n").length).toBeGreaterThan(10);
  expect(JSON.parse(await prints("describe", "x ** 2", "--json"))).toMatchObject({
    derivative: "2 * x",
    parameters: {},
  });
});

test("plot draws formulas next to functions, with their text escaped", async () => {
  await prints("plot", "x < 0 ? 0 : x", "gelu", "-o", at("two.svg"));
  const picture = readFileSync(at("two.svg"), "utf8");
  expect(picture).toContain("x &lt; 0 ? 0 : x");
  expect(picture).toContain(">gelu<");
  expect(await prints("plot", "x * tanh(exp(x))", "-o", "-")).toContain("x * tanh(exp(x)) and its derivative");
});

test("bench has no plain loop for a formula", async () => {
  const { code, stderr } = await lanewise(["bench", "x * x"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("a formula has no plain loop") });
});
