import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** Inside the package, so that an example finds TensorFlow.js. */
const FOLDER = join(ROOT, "node_modules", ".documents");

const text = readFileSync(join(ROOT, "../../docs/tensorflow.md"), "utf8");
const examples = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code], i) => ({
  code: code!,
  file: join(FOLDER, `example-${i + 1}.mjs`),
  title: `example ${i + 1}`,
}));

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  for (const { file, code } of examples) writeFileSync(file, code);
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test("docs/tensorflow.md has examples", () => expect(examples.length).toBeGreaterThan(4));

test.each(examples)("$title of docs/tensorflow.md prints what its comments say", ({ code, file }) => {
  const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line);
  const printed = execFileSync(process.execPath, [basename(file)], {
    cwd: FOLDER,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  // `print` of a tensor is not one of the comments.
  const lines = printed
    .trimEnd()
    .split("\n")
    .filter((line) => !/^(Tensor|\s+\[)/.test(line));
  expect(lines).toEqual(expected);
});
