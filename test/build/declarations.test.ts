import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { expectTrue } from "../support/bounds.js";
import { cachedHost, SETTINGS } from "../support/compiler.js";
import { exported } from "../support/functions.js";

const SLOW = 120_000;

/** The published declarations, as compilers and editors see them. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = `${root}dist/`;
const ENTRIES = ["index", "exact", "formula", "pool", "stream", "tfjs", "half"];

// The libraries are parsed once for all editors here.
const registry = ts.createDocumentRegistry();

const textOf = (parts: readonly ts.SymbolDisplayPart[] | undefined) => (parts ?? []).map(({ text }) => text).join("");

/** The text that an editor shows at each `|` of a program that imports the package. */
function editor(program: string) {
  const path = `${root}test/build/program.ts`;
  const source = program.replaceAll("|", "");
  const places = [...program.matchAll(/\|/g)].map(({ index }, i) => index - i);
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => SETTINGS,
    getScriptFileNames: () => [path],
    getScriptVersion: (file) => (file === path ? source : "1"),
    getScriptSnapshot: (file) => {
      const text = file === path ? source : ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === path || ts.sys.fileExists(file),
    readFile: (file) => (file === path ? source : ts.sys.readFile(file)),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host, registry);
  return {
    errors: () => service.getSemanticDiagnostics(path).map(({ messageText }) => messageText),
    hovers: () => places.map((place) => service.getQuickInfoAtPosition(path, place)),
    hover: (i: number) => service.getQuickInfoAtPosition(path, places[i]!),
    help: (i: number) => service.getSignatureHelpItems(path, places[i]!, {}),
  };
}

const functions = [...new Map([...exported.values()].map((f) => [f.spec.name, f])).values()];
const names = functions.map((f) => f.spec.name);
const head = `import { ${names.join(", ")} } from "lanewise";\ndeclare const x: Float32Array;\n`;

/** Every function, member and batch, as one writes it. */
const calls = functions.flatMap((f) => {
  const members = Object.entries(f)
    .filter(([, value]) => typeof value === "function")
    .map(([key]) => key);
  const own = members.filter((key) => key !== "batch").map((key) => `${f.spec.name}.${key}`);
  return [f.spec.name, ...own].flatMap((call) => [call, `${call}.batch`]);
});

describe("files", { timeout: SLOW }, () => {
  const published = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"));

  test("are the entries and what these lead to", () => {
    const seen = new Set<string>();
    const follow = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(`${dist}${file}`, "utf8");
      const imports = [...text.matchAll(/from ['"](\.[^'"]+)\.js['"]/g)].map(([, path]) => `${path}.d.ts`);
      const references = [...text.matchAll(/<reference path="([^"]+)"/g)].map(([, path]) => path!);
      for (const path of [...imports, ...references]) {
        follow(new URL(path, `file:///${file}`).pathname.slice(1));
      }
    };
    for (const folder of ["", "before-5.7/", "before-5.4/"]) {
      for (const entry of ENTRIES) follow(`${folder}${entry}.d.ts`);
    }
    for (const folder of ["", "before-5.7/"]) follow(`${folder}types/wasm.d.ts`);
    expect([...seen].sort()).toEqual(published.sort());
  });

  test.each(ENTRIES)("%s.d.ts has as values what is there at run time", async (entry) => {
    const program = ts.createProgram([`${dist}${entry}.d.ts`], SETTINGS, cachedHost(SETTINGS));
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(program.getSourceFile(`${dist}${entry}.d.ts`)!)!;
    const isValue = (symbol: ts.Symbol) =>
      (symbol.declarations ?? []).every((d) => !ts.isTypeOnlyImportOrExportDeclaration(d)) &&
      ((symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol).flags &
        ts.SymbolFlags.Value) !==
        0;
    const values = checker.getExportsOfModule(module).filter(isValue);
    const actual: Record<string, unknown> = await import(`../../dist/${entry}.js`);
    expect(values.map(({ name }) => name).sort()).toEqual(Object.keys(actual).sort());
  });

  test("say nothing of what is internal", () => {
    for (const file of published) expect(readFileSync(`${dist}${file}`, "utf8"), file).not.toMatch(/@internal/);
  });

  test("for a compiler that is too old say so", () => {
    const text = readFileSync(`${dist}before-5.4/index.d.ts`, "utf8");
    for (const name of names) {
      expect(text).toContain(`export declare const ${name}: { "lanewise needs TypeScript 5.4 or later": never };`);
    }
  });

  test("for compilers whose typed arrays have no type parameter give them none", () => {
    for (const file of published.filter((name) => name.startsWith("before-5.7"))) {
      expect(readFileSync(`${dist}${file}`, "utf8"), file).not.toMatch(/\d+Array</);
    }
  });
});

describe("editors show", { timeout: SLOW }, () => {
  /** Lines of one program, in each of which an editor is asked at the `|`. */
  const lines = {
    calls: calls.map((call) => `${call}(|);`),
    names: names.map((name) => `|${name};`),
    called: names.map((name) => `|${name}(x);`),
    members: functions.flatMap((f) => Object.keys(f).map((key) => `${f.spec.name}.|${key};`)),
    specs: ["elu", "softmax"].flatMap((name) => ["formula", "range", "source"].map((key) => `${name}.spec.|${key};`)),
    options: functions.flatMap((f) => {
      const parameters = Object.keys(f.spec.parameters ?? {});
      const shape =
        "derivative" in f || f.spec.name === "sigmoidCrossEntropy" || "slopes" in f ? [] : ["shape", "axis"];
      const second = "gradAlpha" in f && !("derivative" in f) ? "x, " : /CrossEntropy/.test(f.spec.name) ? "x, " : "";
      return [...parameters, ...shape, "out"].map(
        (key) => `${f.spec.name}(x, ${second}{ |${key}: undefined as never });`,
      );
    }),
  };
  const all = editor(`${head}${Object.values(lines).flat().join("\n")}`);
  const within = <T>(kind: keyof typeof lines, answer: (index: number) => T): T[] => {
    const kinds = Object.keys(lines) as (keyof typeof lines)[];
    const before = kinds.slice(0, kinds.indexOf(kind)).reduce((sum, each) => sum + lines[each].length, 0);
    return lines[kind].map((_, i) => answer(before + i));
  };
  const hoversOf = (kind: keyof typeof lines) => within(kind, all.hover);

  test("the parameters of every function and member while one types a call", () => {
    const helps = within("calls", all.help);
    expect(helps).toHaveLength(calls.length);
    helps.forEach((help, i) => {
      const { parameters = [] } = help?.items[0] ?? {};
      expectTrue(parameters.length > 0, () => calls[i]!);
      for (const { name, documentation } of parameters) {
        expectTrue(/\w/.test(textOf(documentation)), () => `${calls[i]}: ${name}`);
      }
    });
  });

  test("what a function computes, over its name, with and without a call", () => {
    for (const hovers of [hoversOf("names"), hoversOf("called")]) {
      hovers.forEach((hover, i) => {
        const { spec } = functions[i]!;
        const shown = textOf(hover?.documentation);
        expect(shown, spec.name).toContain(spec.formula);
        expect(shown, spec.name).toContain("derivative" in spec ? spec.derivative : spec.gradient);
        expect(shown, spec.name).toMatch(/Max error: [\d.]+ ULP/);
        for (const [parameter, { description, default: preset }] of Object.entries(spec.parameters ?? {})) {
          expect(shown, spec.name).toContain(`\`${parameter}\`: ${description}`);
          if (preset !== undefined)
            expect(shown).toContain(`default ${String(preset).replace("Infinity", "∞")}`.replace("-", "−"));
        }
      });
    }
  });

  test("parameters, errors and source over its name", () => {
    hoversOf("called").forEach((hover, i) => {
      const tags = hover?.tags ?? [];
      const kinds = tags.map(({ name }) => name);
      expect(kinds, names[i]).toEqual(expect.arrayContaining(["param", "returns", "throws", "see"]));
      const see = textOf(tags.find(({ name }) => name === "see")?.text);
      expect(functions[i]!.spec.source, names[i]).toContain(see.slice(-10));
    });
  });

  test.each(["members", "specs", "options"] as const)("a text over every one of these: %s", (kind) => {
    const silent = hoversOf(kind).flatMap((hover, i) =>
      /\w/.test(textOf(hover?.documentation)) ? [] : [lines[kind][i]],
    );
    expect(silent).toEqual([]);
  });

  test("types without intersections, wrappers and aliases", () => {
    const { errors, hovers } = editor(
      `${head}declare const f: Float32Array<ArrayBuffer>;\n` +
        "|sigmoid; |leakyRelu(f); const |y = leakyRelu(f); |softmax(f); |maxout(f, { pieces: 2 }); " +
        "const |z = elu.valueAndDerivative(f);",
    );
    expect(errors()).toEqual([]);
    const flat = hovers().map((hover) =>
      textOf(hover?.displayParts)
        .replace(/^\(alias\) /, "")
        .replace(/\nimport .*$/, "")
        .replace(/\s+/g, " ")
        .replaceAll("| undefined | undefined", "| undefined"),
    );
    const array = "Float32Array<ArrayBuffer>";
    expect(flat).toEqual([
      "const sigmoid: OutputDifferentiable<{}>",
      expect.stringContaining(
        `options?: { negativeSlope?: number | undefined; out?: ${array} | undefined; } | undefined): ${array}`,
      ),
      `const y: ${array}`,
      expect.stringContaining("options?: { shape?: readonly number[] | undefined; axis?: number | undefined; out?:"),
      expect.stringContaining("pieces: number;"),
      `const z: ValueAndDerivative<${array}, ${array}>`,
    ]);
  });
});
