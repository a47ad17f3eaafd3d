import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** References in documents, to files, to headings and to npm scripts. */

const DOCUMENTS = execFileSync("git", ["ls-files", "*.md", ".github"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file.endsWith(".md"));

/** Files that the build and the measurements make. */
const GENERATED = /^(dist|build)\/|^accuracy\/\.runs\/|^bindings\/wasm\/(?:[a-z]+-)?families\//;

const scriptsOf = (file: string) =>
  (JSON.parse(readFileSync(file, "utf8")) as { scripts: Record<string, string> }).scripts;
const scripts = { ...scriptsOf("package.json"), ...scriptsOf("examples/tensorflow/package.json") };
const folders = execFileSync("git", ["ls-files"], { encoding: "utf8" })
  .split("\n")
  .map((file) => file.split("/")[0]!);

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(DOCUMENTS)("%s", (document) => {
  const text = readFileSync(document, "utf8");

  test("links lead to files and headings that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    const broken = links.filter(([, path, anchor]) => {
      const target = path === "" ? document : join(dirname(document), path!);
      return !existsSync(target) || (anchor !== undefined && !anchors(readFileSync(target, "utf8")).includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test("paths in code spans exist", () => {
    const spans = [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path]) => path!);
    const paths = spans.filter((path) => folders.includes(path.split("/")[0]!) && !GENERATED.test(path));
    const near = (path: string) => existsSync(path) || existsSync(join(dirname(document), path));
    expect(paths.filter((path) => !near(path))).toEqual([]);
  });

  test("npm scripts exist", () => {
    const named = [...text.matchAll(/\bnpm run (?:--\S+ )?([\w:]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
