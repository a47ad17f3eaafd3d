import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { pictures } from "../../catalogue/plot.js";
import { withTable } from "../../scripts/docs/functions-table.js";
import { cachedHost } from "../support/compiler.js";

const functionsPage = readFileSync("docs/functions.md", "utf8");

/** Inside the package, so that an example imports "lanewise" as a user does. */
const FOLDER = "build/documents";

/** Documents written by hand that show code. */
const DOCUMENTS = [
  "README.md",
  ...[
    "functions",
    "gradients",
    "memory",
    "shapes",
    "batching",
    "threads",
    "streams",
    "formulas",
    "loading",
    "results",
  ].map((name) => `docs/${name}.md`),
];

const examples = DOCUMENTS.flatMap((document) => {
  const blocks = [...readFileSync(document, "utf8").matchAll(/^```js\n(.*?)^```$/gms)];
  return blocks.map(([, code], i) => ({
    document,
    code: code!,
    file: `${FOLDER}/${document.replace(/\W+/g, "-")}-${i + 1}.mjs`,
    title: `${document} ${i + 1}: ${code!.split("\n").find((line) => line.startsWith("import") && line.includes('"lanewise"'))}`,
  }));
});

describe("npm run docs has been run since the catalogue changed", () => {
  const drawn = pictures();

  test("docs/functions.md", () => expect(withTable(functionsPage)).toBe(functionsPage));

  test.each([...drawn.keys()])("docs/%s", (name) => {
    expect(readFileSync(`docs/${name}`, "utf8")).toBe(drawn.get(name));
  });

  test("no picture of a function that is gone", () => {
    const files = readdirSync("docs/plots").map((name) => `plots/${name}`);
    expect(files.filter((name) => !drawn.has(name))).toEqual([]);
  });

  test("every picture the page refers to exists", () => {
    const named = [...functionsPage.matchAll(/\(([^)]*\.svg)\)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !drawn.has(name))).toEqual([]);
  });
});

/** Imports each of its arguments and prints its name first. An error takes the place of what it would print. */
const RUN = `for (const file of process.argv.slice(2)) {
  console.log("\\0" + file);
  await import("./" + file).catch(console.log);
}`;

/** The lines that each module prints. All run in one process. */
function linesOf(files: readonly string[]): [file: string, lines: string[]][] {
  // Some write files, into the folder they are in.
  const options = { cwd: FOLDER, encoding: "utf8" } as const;
  const printed = execFileSync(process.execPath, ["run.mjs", ...files], options);
  return printed
    .split("\0")
    .slice(1)
    .map((text) => {
      const [file, ...lines] = text.trimEnd().split("\n");
      return [file!, lines];
    });
}

describe("examples", () => {
  const printed = new Map<string, string[]>();

  beforeAll(() => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(`${FOLDER}/run.mjs`, RUN);
    for (const { file, code } of examples) writeFileSync(file, code);
    const files = examples.map(({ file }) => basename(file));
    // They tell how to load the kernels, which happens once in a process.
    const alone = files.filter((file) => file.startsWith("docs-loading"));
    const lists = [files.filter((file) => !alone.includes(file)), ...alone.map((file) => [file])];
    for (const [file, lines] of lists.flatMap(linesOf)) printed.set(file, lines);
  });

  test.each(DOCUMENTS)("are there: %s", (name) => {
    expect(examples.filter(({ document }) => document === name).length).toBeGreaterThan(0);
  });

  test.each(examples)("$title: prints what its comments say", ({ file, code }) => {
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line);
    expect(printed.get(basename(file))).toEqual(expected);
  });

  test("have the types of the declarations", () => {
    const options: ts.CompilerOptions = {
      allowJs: true,
      checkJs: true,
      noEmit: true,
      strict: true,
      // The examples are JavaScript: an inferred array of numbers is one of numbers.
      noImplicitAny: false,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      types: ["node"],
      skipLibCheck: true,
    };
    const files = examples.map(({ file }) => file);
    const program = ts.createProgram(files, options, cachedHost(options));
    const messages = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    expect(messages).toEqual([]);
  }, 60_000);
});
