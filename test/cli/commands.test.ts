import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folder, lanewise } from "../support/cli.js";
import { exported } from "../support/functions.js";

/** The commands of `lanewise` besides `apply`. */

const { at } = folder();
const specs = [...new Set([...exported.values()])].map(({ spec }) => spec);
const root = new URL("../..", import.meta.url);

async function prints(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await lanewise(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("help", () => {
  const commands = ["apply", "merge", "list", "describe", "plot", "bench", "completion"];

  test("of all and of each, and the version", async () => {
    const help = await prints("--help");
    for (const command of commands) {
      expect(help).toMatch(new RegExp(`^ {2}lanewise ${command} `, "m"));
      expect(await prints(command, "--help")).toMatch(new RegExp(`^lanewise ${command}`));
    }
    const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
    expect(await prints("--version")).toBe(`${version}\n`);
  });

  test("docs/cli.md has every option of every command", async () => {
    const page = readFileSync(new URL("docs/cli.md", root), "utf8");
    for (const command of commands) {
      const options = (await prints(command, "--help")).match(/--[a-z][a-z-]*/g) ?? [];
      for (const option of new Set(options)) expect(page).toContain(option);
    }
  });
});

describe("list and describe", () => {
  test("list has all functions, with their formulas and defaults", async () => {
    const text = await prints("list");
    for (const { name, formula } of specs) {
      const line = text.split("\n").find((line) => line.startsWith(`${name} `));
      expect(line).toContain(formula);
    }
    expect(text).toMatch(/hardSwish = hardSilu .*/);
    expect(text).toMatch(/relu .* maxValue = Infinity, negativeSlope = 0, threshold = 0/);
  });

  test("list --json, too, and can be read back", async () => {
    const all = JSON.parse(await prints("list", "--json"));
    expect(all.map(({ name }: { name: string }) => name).sort()).toEqual(specs.map(({ name }) => name).sort());
    const relu = all.find(({ name }: { name: string }) => name === "relu");
    expect(relu).toMatchObject({ kind: "elementwise", parameters: { maxValue: { default: "Infinity" } } });
    expect(relu.parameters.maxValue.range).toBeTypeOf("string");
  });

  test.each(specs.map(({ name }) => name))("describe %s", async (name) => {
    const { formula, source, parameters = {} } = exported.get(name)!.spec;
    const text = await prints("describe", name);
    for (const part of [formula, source, "largest error", "ULP in f32", ...Object.keys(parameters)]) {
      expect(text).toContain(part);
    }
    // Dots of braille.
    expect(text).toMatch(/[\u2801-\u28ff]{3}/u);
  });

  test.each([[[]], [["gelu", "relu"]]])("describe %j is a mistake of usage", async (names) => {
    const { code, stderr } = await lanewise(["describe", ...names]);
    expect(code).toBe(2);
    expect(stderr).toContain("expected one function: lanewise describe gelu");
  });

  test("describe by an alias, for programs", async () => {
    expect(JSON.parse(await prints("describe", "logistic", "--json"))).toMatchObject({ name: "sigmoid" });
  });
});

describe("plot", () => {
  test("one function: the picture of the documentation", async () => {
    expect(await prints("plot", "gelu", "-o", at("gelu.svg"))).toBe(`${at("gelu.svg")}\n`);
    expect(readFileSync(at("gelu.svg"), "utf8")).toBe(readFileSync(new URL("docs/plots/gelu.svg", root), "utf8"));
  });

  test("several in one", async () => {
    await prints("plot", "relu", "softmax", "--output", at("two.svg"));
    const svg = readFileSync(at("two.svg"), "utf8");
    expect([...svg.matchAll(/font-weight="600"[^>]*>(\w+)</g)].map(([, name]) => name)).toEqual(["relu", "softmax"]);
  });

  test("is not written over a file", async () => {
    await prints("plot", "tanh", "-o", at("tanh.svg"));
    const { code, stderr } = await lanewise(["plot", "relu", "-o", at("tanh.svg")]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `lanewise: ${at("tanh.svg")}: exists; --overwrite replaces it\n`,
    });
  });

  test("to the terminal", async () => {
    const text = await prints("plot", "tanh");
    expect(text).toContain("tanh(x)");
    expect(text).toContain("derivative");
  });
});

test("bench prints times of functions and of plain loops", async () => {
  const results = JSON.parse(await prints("bench", "relu", "--json"));
  expect(results.map(({ name }: { name: string }) => name)).toEqual(["relu", "relu.grad"]);
  for (const { workspace, arrays, plain } of results) {
    for (const ns of [workspace, arrays, plain]) expect(ns).toBeGreaterThan(0);
  }
  const { code, stderr } = await lanewise(["bench", "softmx"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "lanewise: unknown function softmx; did you mean softmax?\n" });
});
