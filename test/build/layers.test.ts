import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/**
 * The direction of imports. A folder's README.md says what belongs there and, in one sentence, what
 * it "may import" (or "imports"), in backticks: folders next to it, folders of the repository, or
 * single files. Files of the folder itself and of folders in it are always allowed, and so are the
 * files that the folders around it may import.
 */

const PUBLIC: Readonly<Record<string, string>> = {
  lanewise: "bindings/index.ts",
  "lanewise/exact": "bindings/exact.ts",
  "lanewise/pool": "bindings/pool.ts",
  "lanewise/stream": "bindings/stream.ts",
  "lanewise/formula": "bindings/formula.ts",
  "lanewise/tfjs": "bindings/tfjs.ts",
  "lanewise/half": "bindings/half.ts",
};

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => existsSync(file));
const sources = tracked.filter((file) => /\.(ts|mjs|js)$/.test(file));
const known = new Set(tracked);

/** The file of the repository that a module specifier means, or nothing for a package. */
function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return PUBLIC[specifier];
  const path = join(dirname(from), specifier);
  return [path.replace(/\.js$/, ".ts"), `${path}.ts`, path].find((name) => known.has(name)) ?? path;
}

const imports: ReadonlyMap<string, readonly string[]> = new Map(
  sources.map((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
    return [file, importedFiles.map(({ fileName }) => resolve(file, fileName)).filter((name) => name !== undefined)];
  }),
);

/** The paths that a folder may import, by its README.md; nothing where it has no such sentence. */
function allowedBy(folder: string): readonly string[] | undefined {
  const readme = `${folder}/README.md`;
  const text = known.has(readme) ? readFileSync(readme, "utf8") : "";
  const [, list] = /\b(?:may import|imports)\b(.*?)(?:;|\.\s|\.$)/is.exec(text) ?? [];
  const nothing = list === undefined || /^\s*nothing\b/.test(list);
  const named = [...(nothing ? [] : list.matchAll(/`([^`]+?)\/?`/g))].map(([, name]) => {
    const near = join(dirname(folder), name!);
    return existsSync(near) ? near : name!;
  });
  return list === undefined ? undefined : named;
}

const folders = new Map(
  [...new Set(sources.map(dirname))]
    .flatMap((folder) => folder.split("/").map((_, i, names) => names.slice(0, i + 1).join("/")))
    .flatMap((folder) => {
      const allowed = allowedBy(folder);
      return allowed ? [[folder, allowed] as const] : [];
    }),
);

/** The nearest folder around a file that says what it may import. */
function folderOf(file: string): string | undefined {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) if (folders.has(folder)) return folder;
  return undefined;
}

/** All that the files of a folder may import. */
function allowedIn(folder: string): readonly string[] {
  const around = [...folders.keys()].filter((outer) => folder.startsWith(`${outer}/`));
  return [folder, ...[folder, ...around].flatMap((name) => folders.get(name)!)];
}

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** Files by the names that users import are as good as these names. */
const publicName = (file: string) => Object.keys(PUBLIC).find((name) => PUBLIC[name] === file) ?? file;

test("every source file is in a folder that says what it may import", () => {
  const configuration = /^[^/]+$/;
  expect(sources.filter((file) => !configuration.test(file) && !folderOf(file))).toEqual([]);
});

test("what a folder may import is there", () => {
  const missing = [...folders].flatMap(([folder, allowed]) =>
    allowed.filter((name) => !(name in PUBLIC) && !existsSync(name)).map((name) => `${folder}/README.md: ${name}`),
  );
  expect(missing).toEqual([]);
});

test.each([...folders.keys()])("%s imports only what its README.md allows", (folder) => {
  const forbidden = sources
    .filter((file) => folderOf(file) === folder)
    .flatMap((file) => imports.get(file)!.map((target) => ({ file, target })))
    .filter(({ target }) => !allowedIn(folder).some((name) => within(target, name) || within(publicName(target), name)))
    .map(({ file, target }) => `${file} → ${target}`);
  expect(forbidden).toEqual([]);
});

describe("order", () => {
  test("no file imports itself by way of others", () => {
    expect(circles(imports)).toEqual([]);
  });

  test("no folder of bindings/ may import another that may import it", () => {
    const rooms = new Map([...folders].filter(([folder]) => folder.startsWith("bindings/")));
    expect(circles(rooms)).toEqual([]);
  });

  test("what is published imports nothing that is not", () => {
    const shipped = (file: string) => /^(bindings|catalogue|cli)\//.test(file) || file === "package.json";
    const stray = sources
      .filter(shipped)
      .flatMap((file) => imports.get(file)!.map((target) => ({ file, target })))
      .filter(({ target }) => !shipped(target))
      .map(({ file, target }) => `${file} → ${target}`);
    expect(stray).toEqual([]);
  });
});

/** Paths in a graph that end where they begin. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]) => {
    const at = path.indexOf(node);
    if (at >= 0) found.push([...path.slice(at), node]);
    if (at >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
