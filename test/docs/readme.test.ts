import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { functions } from "../../catalogue/functions.js";

/** The claims of the README, compared with the records they come from. */

const readme = readFileSync("README.md", "utf8");

interface Benchmarks {
  readonly rows: readonly {
    readonly name: string;
    readonly direction: string;
    readonly type: string;
    readonly size: number;
    readonly ways: Readonly<Record<string, { readonly ns: number }>>;
  }[];
}

function record<T>(name: string): T {
  return JSON.parse(readFileSync(`docs/${name}.json`, "utf8")) as T;
}

describe("the README", () => {
  test("is short", () => expect(readme.split("\n").length).toBeLessThan(250));

  test("has as many functions as the package, and names each", () => {
    expect(readme).toContain(`**${functions.length} functions**`);
    const [, section] = /^## Functions\n(.*?)^## /ms.exec(readme)!;
    const named = section!.match(/[A-Za-z]\w*/g);
    expect(functions.map(({ spec }) => spec.name).filter((name) => !named?.includes(name))).toEqual([]);
  });

  test("has the measured speed of sigmoid", () => {
    const row = record<Benchmarks>("benchmarks").rows.find(
      ({ name, direction, type, size }) =>
        name === "sigmoid" && direction === "value" && type === "f32" && size === 65_536,
    );
    const { workspace, plain } = row!.ways;
    expect(readme).toContain(`**${Math.round(plain!.ns / workspace!.ns)} times as fast**`);
  });

  test("speaks of as many engines as have agreed on every bit", () => {
    expect(Object.keys(record<{ engines: object }>("bits").engines)).toHaveLength(6);
    expect(readme).toContain("compare your browser's bits with six engines");
  });

  test("has the first example, an install and a figure on its first screen", () => {
    const [first] = readme.split("\n## ");
    for (const part of ["npm install", "```js", "times as fast", "<picture>"]) expect(first).toContain(part);
  });
});
