import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rollup } from "rollup";
import { describe, expect, test } from "vitest";
import * as lanewise from "../../dist/index.js";

/** A bundle has the functions that are imported, their kernels, and no others. */

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dist },
    bundle: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0]!.text;
};

interface Kept {
  readonly functions: readonly string[];
  readonly families: readonly string[];
}

/** The entries of the table and the families of kernels in a bundle. */
function keptIn(text: string): Kept {
  const all = (pattern: RegExp) => Array.from(text.matchAll(pattern), ([, name]) => name!).sort();
  return {
    functions: all(/\bname: "(\w+)",\s+(?:aliases|formula):/g),
    families: all(/\bname: "(\w+)",\s+code:/g),
  };
}

const everything = keptIn(await bundle('export * from "./index.js";'));
const alone = new Map<string, Kept>();
for (const name of Object.keys(lanewise))
  alone.set(name, keptIn(await bundle(`export { ${name} } from "./index.js";`)));

const functions = Object.entries(lanewise).flatMap(([name, value]) => ("spec" in value ? [[name, value.spec]] : []));

test("the whole package has every function once", () => {
  const names = functions.map(([, spec]) => (spec as { name: string }).name);
  expect(everything.functions).toEqual([...new Set(names)].sort());
  expect(new Set(everything.families).size).toBe(everything.families.length);
});

describe("a function alone", () => {
  test.each(functions as [string, { name: string }][])("%s leaves the others out", (name, spec) => {
    expect(alone.get(name)!.functions).toEqual([spec.name]);
  });

  test.each([
    ["sigmoid", ["add", "from_half", "sigmoid"]],
    ["relu", ["add", "bounded_relu", "from_half", "relu"]],
    ["celu", ["add", "celu", "celu_grad_alpha", "elu", "from_half"]],
    ["glu", ["add", "from_half", "glu"]],
    ["softmax", ["add", "from_half", "softmax", "softmax_from_output", "softmax_grad"]],
    ["softmaxCrossEntropy", ["add", "from_half", "log_softmax_grad", "log_sum_exp", "softmax_rest"]],
  ])("%s has its own kernels", (name, families) => {
    expect(alone.get(name)!.families).toEqual(families);
  });

  test("has few of all families, and each family is of some function", () => {
    const used = functions.map(([name]) => alone.get(name as string)!.families);
    expect(Math.max(...used.map(({ length }) => length))).toBeLessThan(8);
    expect([...new Set(used.flat())].sort()).toEqual(everything.families);
  });
});

test.each(["init", "initSync", "on", "Workspace"])("%s alone has no function and no kernels", (name) => {
  expect(alone.get(name)).toEqual({ functions: [], families: [] });
});

test("an import that is not used leaves nothing", async () => {
  const names = Object.keys(lanewise).join(", ");
  const text = await bundle(`import { ${names} } from "./index.js";`);
  expect(text.replace(/^\/\/.*$/gm, "").trim()).toBe("");
});

test("Rollup leaves out what esbuild does", async () => {
  const entry = "\0entry";
  const { generate } = await rollup({
    input: entry,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { relu } from ${JSON.stringify(`${dist}index.js`)};` : null),
      },
    ],
  });
  const { output } = await generate({ format: "es" });
  expect(keptIn(output[0].code)).toEqual(alone.get("relu"));
});
