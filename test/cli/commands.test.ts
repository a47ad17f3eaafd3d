import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, test, vi } from "vitest";
import { CLI, folder, lanewise, shell } from "../support/cli.js";
import { exported } from "../support/functions.js";

/** The commands of `lanewise` beside `apply`, and what the terminal sees. */

// Each test starts processes, on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 });

const files = folder();
const { at, save } = files;
const specs = [...new Set([...exported.values()])].map(({ spec }) => spec);
const root = new URL("../..", import.meta.url);

async function prints(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await lanewise(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("help", () => {
  const commands = ["apply", "list", "describe", "plot", "bench"];

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

test("a reader that has had enough ends it as SIGPIPE would", async () => {
  const { stdout } = await shell(`$LANEWISE list --json | head -c 1; echo; echo \${PIPESTATUS[0]}`);
  expect(stdout).toMatch(/^\[\n(141|0)\n$/);
});

describe("progress", () => {
  const x = save("x.npy", new Float32Array(2 ** 22));
  const inTerminal = (command: string) => shell(`script -qec "$LANEWISE ${command}" /dev/null`);

  test("is drawn on a terminal", async () => {
    const { stdout } = await inTerminal(`apply gelu ${x} ${at("y.npy")}`);
    expect(stdout).toMatch(/\d+ % .* [\d.]+ [kMG]?B\/s, .* left/);
    expect(stdout).toMatch(/y\.npy: gelu, shape \(4194304\) of f32/);
  });

  test("is not where it is not wanted, nor in files", async () => {
    const { stdout } = await inTerminal(`apply gelu ${x} ${at("quiet.npy")} --quiet`);
    expect(stdout).toBe("");
    const { stderr } = await lanewise(["apply", "gelu", x, at("z.npy")]);
    expect(stderr).toBe("");
  });

  test("of stdin has no end in sight", async () => {
    const { stdout } = await inTerminal(`apply gelu - ${at("stdin.npy")} --dtype f32 < ${x}`);
    expect(stdout).toMatch(/[\d.]+ [kM]?B [\d.]+ [kMG]?B\/s/);
    expect(stdout).not.toContain("%");
  });
});

test("the bundle needs Node and this package, and nothing else", () => {
  const folder = new URL("cli/", `file://${CLI}`);
  const all = [CLI, ...readdirSync(folder).map((name) => new URL(name, folder).pathname)];
  const imports = all.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name!),
  );
  expect(imports.length).toBeGreaterThan(0);
  const others = imports.filter((name) => !isBuiltin(name) && !/^(\.\.?\/|lanewise$|lanewise\/)/.test(name));
  expect(others).toEqual([]);
});
