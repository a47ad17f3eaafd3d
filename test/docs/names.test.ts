import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COUNTERPARTS, type Counterpart, FRAMEWORKS } from "../../catalogue/frameworks.js";
import { namesPage } from "../../scripts/docs/names-page.js";
import { exported } from "../support/functions.js";

/** The names in other frameworks: all lead to functions and options that are there. */

interface Entry {
  readonly ours: string;
  readonly theirs: Counterpart;
}

const entries: readonly Entry[] = Object.entries(COUNTERPARTS).flatMap(([ours, by]) =>
  Object.values(by).flatMap((list) => list.map((theirs) => ({ ours, theirs }))),
);
const spec = (name: string) => exported.get(name)?.spec;

describe("every counterpart", () => {
  test("is of a function by its own name, in a known framework", () => {
    expect(Object.keys(COUNTERPARTS).filter((name) => spec(name)?.name !== name)).toEqual([]);
    const ids = Object.values(COUNTERPARTS).flatMap((by) => Object.keys(by));
    expect(ids.filter((id) => !(id in FRAMEWORKS))).toEqual([]);
  });

  test("names options that the function has", () => {
    const structural = ["axis", "training", "shape"];
    const missing = entries.flatMap(({ ours, theirs }) =>
      Object.values(theirs.options ?? {})
        .filter((name) => !(name in (spec(ours)!.parameters ?? {})) && !structural.includes(name))
        .map((name) => `${ours}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("gives defaults that differ from ours, and that ours takes", () => {
    const wrong = entries.flatMap(({ ours, theirs }) =>
      Object.entries(theirs.defaults ?? {})
        .filter(([name, value]) => {
          const parameter = spec(ours)!.parameters?.[name];
          return !parameter || parameter.default === value || !parameter.range.holds(value);
        })
        .map(([name, value]) => `${ours}: ${name} = ${value}`),
    );
    expect(wrong).toEqual([]);
  });
});

test.each([
  ["keras", "layers.LeakyReLU", 0.3],
  ["keras", "leaky_relu", 0.2],
  ["tfjs", "tf.leakyRelu", 0.2],
  ["tfjs", "tf.layers.leakyReLU", 0.3],
  ["pytorch", "F.leaky_relu", 0.01],
  ["jax", "leaky_relu", 0.01],
  ["onnx", "LeakyRelu", 0.01],
] as const)("%s: %s has the slope %d", (id, name, slope) => {
  const found = COUNTERPARTS.leakyRelu![id]!.find((counterpart) => counterpart.name === name)!;
  expect(found.defaults?.negativeSlope ?? spec("leakyRelu")!.parameters!.negativeSlope!.default).toBe(slope);
});

test("docs/names.md is what npm run docs writes", () => {
  expect(readFileSync("docs/names.md", "utf8")).toBe(namesPage());
});

test("an option by its name elsewhere is refused with our name for it", () => {
  const x = new Float32Array(4);
  const wrong = entries.flatMap(({ ours, theirs }) =>
    Object.entries(theirs.options ?? {})
      .filter(([name, option]) => name !== option)
      .map(([name, option]) => ({ call: `${ours}, ${name}`, option, message: messageOf(ours, name, x) }))
      .filter(({ option, message }) => !message.endsWith(`; did you mean "${option}"?`)),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["gelu", "approximate", "call geluTanh for the approximation"],
  ["relu", "inplace", 'did you mean "out"?'],
  ["leakyRelu", "slope", 'did you mean "negativeSlope"?'],
  ["softmax", "axes", 'did you mean "axis"?'],
])("%s, %s: %s", (ours, name, remedy) => {
  expect(messageOf(ours, name, new Float32Array(4))).toMatch(
    new RegExp(`got "${name}"; ${remedy.replace("?", "\\?")}$`),
  );
});

function messageOf(ours: string, name: string, x: Float32Array): string {
  const f = exported.get(ours) as unknown as (...args: unknown[]) => unknown;
  const operands = /prelu|CrossEntropy/.test(ours) ? [x, x] : [x];
  try {
    f(...operands, { [name]: 1 });
    return "no error";
  } catch (error) {
    return (error as Error).message;
  }
}
