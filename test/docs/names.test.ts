import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Counterpart, differing, FRAMEWORKS, presetOf } from "../../catalogue/frameworks/index.js";
import { callOf, namesPage } from "../../scripts/docs/names-page.js";
import { exported } from "../support/functions.js";

/** The names in other frameworks: all lead to functions and options that are there, and to the values that they have. */

const entries: readonly Counterpart[] = Object.values(FRAMEWORKS).flatMap(({ counterparts }) => counterparts);
const spec = (name: string) => exported.get(name)?.spec;

type Member = (...args: unknown[]) => unknown;
const membersOf = (name: string) => exported.get(name) as unknown as Member & Readonly<Record<string, Member>>;

describe("every counterpart", () => {
  test("is of a function by its own name", () => {
    expect(entries.filter(({ ours }) => spec(ours)?.name !== ours)).toEqual([]);
  });

  test("names options that the function has", () => {
    const structural = ["axis", "training"];
    const missing = entries.flatMap(({ ours, options = {}, fixed = {} }) =>
      [...Object.values(options).map((option) => option.ours), ...Object.keys(fixed)]
        .filter((name) => !(name in (spec(ours)!.parameters ?? {})) && !structural.includes(name))
        .map((name) => `${ours}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("has defaults that ours takes, and none that ours has already", () => {
    const x = new Float32Array(4);
    const wrong = entries.filter((one) => {
      const given = differing(one);
      if (Object.entries(given).some(([name, value]) => value === presetOf(one.ours, name))) return true;
      try {
        membersOf(one.ours)(x, ...operandsOf(one.ours), { ...("axis" in given && { shape: [2, 2] }), ...given });
        return false;
      } catch {
        return Object.keys(given).length > 0;
      }
    });
    expect(wrong).toEqual([]);
  });
});

/** By the formulas of the frameworks' sources, for what has other defaults than ours, or is easily mistaken. */
const erf1 = 0.8427007929497149;
const geluTanhOf = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
test.each([
  ["pytorch", "F.leaky_relu", -1, -0.01],
  ["pytorch", "F.hardsigmoid", 1, 1 / 6 + 0.5],
  ["pytorch", "F.gelu", Math.SQRT2, (Math.SQRT2 / 2) * (1 + erf1)],
  ["pytorch", 'F.gelu(x, approximate="tanh")', 1, geluTanhOf(1)],
  ["pytorch", "F.rrelu", -1, -(1 / 8 + 1 / 3) / 2],
  ["pytorch", "F.softshrink", 2, 1.5],
  ["pytorch", "F.hardshrink", 0.5, 0],
  ["pytorch", "F.hardtanh", 7, 1],
  ["pytorch", "F.celu", -1, Math.expm1(-1)],
  ["pytorch", "torch.heaviside", 0, 1],
  ["keras", "leaky_relu", -1, -0.2],
  ["keras", "layers.LeakyReLU", -1, -0.3],
  ["keras", "hard_sigmoid", 1, 1 / 6 + 0.5],
  ["keras", "gelu", Math.SQRT2, (Math.SQRT2 / 2) * (1 + erf1)],
  ["keras", "ops.gelu", 1, geluTanhOf(1)],
  ["keras", "squareplus", 1, (1 + Math.sqrt(5)) / 2],
  ["keras", "sparse_plus", 0, 0.25],
  ["jax", "leaky_relu", -1, -0.01],
  ["jax", "gelu", 1, geluTanhOf(1)],
  ["jax", "hard_sigmoid", 1, 4 / 6],
  ["tfjs", "tf.leakyRelu", -1, -0.2],
  ["tfjs", "tf.layers.leakyReLU", -1, -0.3],
  ["tfjs", "hardSigmoid, of a layer", 1, 0.7],
  ["tfjs", "gelu_new, of a layer", 1, geluTanhOf(1)],
  ["tfjs", "tf.layers.thresholdedReLU", 1, 0],
  ["tfjs", "tf.selu", 1, 1.0507009873554805],
  ["onnx", "LeakyRelu", -1, -0.01],
  ["onnx", "HardSigmoid", 1, 0.7],
  ["onnx", "HardSwish", 1, 4 / 6],
  ["onnx", "Swish", 1, 1 / (1 + Math.exp(-1))],
  ["onnx", "ThresholdedRelu", 1, 0],
  ["onnx", "Selu", -1, 1.0507009873554805 * 1.6732632423543772 * Math.expm1(-1)],
] as const)("%s: the call for %s has its value at %d", (id, name, x, y) => {
  const found = FRAMEWORKS[id].counterparts.find((one) => one.name === name)!;
  const [value] = membersOf(found.ours)(Float64Array.of(x), differing(found)) as Float64Array;
  expect(value).toBeCloseTo(y, 14);
});

test("calls are written with the options to pass", () => {
  const calls = (id: keyof typeof FRAMEWORKS) => FRAMEWORKS[id].counterparts.map(callOf);
  expect(calls("keras")).toContain("leakyRelu(x, { negativeSlope: 0.3 })");
  expect(calls("tfjs")).toContain("softmax(x, { axis: 1 })");
  expect(calls("onnx")).toContain("hardSigmoid(x, { alpha: 0.2 })");
  expect(calls("pytorch").filter((call) => call.includes("("))).toEqual([]);
});

test("docs/names.md is what npm run docs writes", () => {
  expect(readFileSync("docs/names.md", "utf8")).toBe(namesPage());
});

test("an option by its name elsewhere is refused by every member, with our name for it", () => {
  const wrong = entries.flatMap(({ ours, options = {} }) =>
    Object.entries(options)
      .filter(([theirs, option]) => theirs !== option.ours)
      .flatMap(([theirs, option]) =>
        messagesOf(ours, theirs)
          .filter((message) => !message.endsWith(`; did you mean "${option.ours}"?`))
          .map((message) => `${ours}, ${theirs}: ${message}`),
      ),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["gelu", "approximate", "call geluTanh for the approximation"],
  ["relu", "inplace", 'did you mean "out"?'],
  ["leakyRelu", "slope", 'did you mean "negativeSlope"?'],
  ["softmax", "axes", 'did you mean "axis"?'],
])("%s and its members, %s: %s", (ours, name, remedy) => {
  const messages = messagesOf(ours, name);
  expect(messages.length).toBeGreaterThan(2);
  for (const message of messages) {
    if (name === "inplace" && message.includes(".grad")) continue;
    expect(message).toMatch(new RegExp(`got "${name}"; ${remedy.replace("?", "\\?")}$`));
  }
});

function operandsOf(ours: string): readonly Float32Array[] {
  return /prelu|CrossEntropy/.test(ours) ? [new Float32Array(/prelu/.test(ours) ? 1 : 4)] : [];
}

/** The refusals of an option by the function, its members, and their batches. */
function messagesOf(ours: string, name: string): readonly string[] {
  const f = membersOf(ours);
  const members = ["grad", "derivative", "valueAndDerivative", "gradFromOutput", "slopes"].filter((at) => at in f);
  const x = new Float32Array(4);
  const calls = [f, ...members.map((member) => f[member]!)].flatMap((member) => {
    const { batch } = member as unknown as { batch?: Member };
    return [
      (operands: readonly Float32Array[], options: object) => member(...operands, options),
      ...(batch
        ? [(operands: readonly Float32Array[], options: object) => batch(...operands.map((x) => [x]), options)]
        : []),
    ];
  });
  return calls.flatMap((call) => {
    // One operand, two or three: the number that gets as far as the options.
    const refusals = [1, 2, 3].flatMap((count) =>
      refusalOf(() => call(Array<Float32Array>(count).fill(x), { [name]: 1 })),
    );
    return refusals.find((message) => message.includes(`got "${name}"`)) ?? refusals;
  });
}

function refusalOf(call: () => unknown): string[] {
  try {
    call();
    return ["no error"];
  } catch (error) {
    return [(error as Error).message];
  }
}
