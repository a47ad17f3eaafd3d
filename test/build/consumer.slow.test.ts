import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { cachedHost, SETTINGS } from "../support/compiler.js";

/** A program that uses all of the package, as compilers with different settings see it. */

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("a program compiles, and so do the declarations made from it", () => {
  test.each<[string, ts.CompilerOptions]>([
    ["without DOM and without Node's types", {}],
    ["with DOM", { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] }],
    ["with Web Workers", { lib: ["lib.es2022.d.ts", "lib.webworker.d.ts"] }],
    ["with Node's types", { types: ["node"] }],
    ["with exact optional properties", { exactOptionalPropertyTypes: true }],
  ])("%s", (_, settings) => {
    const options = { ...SETTINGS, declaration: true, rootDir: root, outDir: "/none", lib: SETTINGS.lib, ...settings };
    const lib = [...options.lib!, "lib.esnext.disposable.d.ts"];
    const program = ts.createProgram([`${root}test/build/consumer.ts`], { ...options, lib }, cachedHost(options));
    const { diagnostics } = program.emit();
    const all = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
    expect(all.map((d) => `${d.file?.fileName}: ${ts.flattenDiagnosticMessageText(d.messageText, "\n")}`)).toEqual([]);
  });
});
