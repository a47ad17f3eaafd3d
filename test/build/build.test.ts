import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

/** scripts/build/build.mjs in a project with a step, which copies source/in to out and counts its runs, and a check. */

const STEPS = `export const STEPS = [
  { name: "copy", inputs: ["source"], outputs: ["out"], commands: [["copy.mjs"]] },
  { name: "check", asked: true, inputs: ["source"], outputs: [], commands: [["check.mjs"]] },
];`;
const COPY = `import { appendFileSync, copyFileSync, readFileSync } from "node:fs";
appendFileSync("runs", "x");
if (readFileSync("source/in", "utf8") === "bad") process.exit(3);
copyFileSync("source/in", "out");`;

/** A project as it is before its first build, and one after it, which each test has a copy of. */
const fresh = mkdtempSync(`${tmpdir()}/lanewise-build-`);
const built = `${fresh}-built`;
let folder = "";

beforeAll(() => {
  folder = fresh;
  mkdirSync(`${folder}/scripts/build`, { recursive: true });
  mkdirSync(`${folder}/source/node_modules`, { recursive: true });
  copyFileSync("scripts/build/build.mjs", `${folder}/scripts/build/build.mjs`);
  writeFileSync(`${folder}/scripts/build/steps.mjs`, STEPS);
  writeFileSync(`${folder}/copy.mjs`, COPY);
  writeFileSync(`${folder}/check.mjs`, 'import { appendFileSync } from "node:fs"; appendFileSync("checks", "x");');
  writeFileSync(`${folder}/runs`, "");
  writeFileSync(`${folder}/source/in`, "one");
  cpSync(fresh, built, { recursive: true });
  folder = built;
  first = build();
});

beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/lanewise-build-`);
  cpSync(built, folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => {
  for (const path of [fresh, built]) rmSync(path, { recursive: true, force: true });
});

/** Builds, and says how it ended and how often the step has run by now. */
function build(...options: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [`${folder}/scripts/build/build.mjs`, ...options], {
    encoding: "utf8",
  });
  return { status, stderr, runs: readFileSync(`${folder}/runs`, "utf8").length };
}

let first: ReturnType<typeof build>;

test("a step runs once, and not again if nothing has changed", () => {
  expect(first).toMatchObject({ status: 0, runs: 1 });
  expect(readFileSync(`${folder}/out`, "utf8")).toBe("one");
  expect(build()).toMatchObject({ status: 0, runs: 1 });
  expect(build("copy")).toMatchObject({ status: 0, runs: 1 });
});

describe("it runs again", () => {
  test.each<[string, () => void]>([
    ["if an input has changed", () => writeFileSync(`${folder}/source/in`, "two")],
    ["if an input has come", () => writeFileSync(`${folder}/source/more`, "")],
    ["if the output is gone", () => rmSync(`${folder}/out`)],
    ["if the output was edited", () => appendFileSync(`${folder}/out`, "!")],
  ])("%s", (_, change) => {
    change();
    expect(build()).toMatchObject({ status: 0, runs: 2 });
    expect(readFileSync(`${folder}/out`, "utf8")).toBe(readFileSync(`${folder}/source/in`, "utf8"));
  });

  test("once", () => {
    writeFileSync(`${folder}/source/in`, "two");
    for (const _ of [1, 2]) expect(build()).toMatchObject({ status: 0, runs: 2 });
  });

  test("with --force", () => {
    expect(build("--force")).toMatchObject({ status: 0, runs: 2 });
  });
});

test("packages installed in an input folder do not count", () => {
  writeFileSync(`${folder}/source/node_modules/package`, "");
  expect(build()).toMatchObject({ status: 0, runs: 1 });
});

test("a step to be asked for runs by its name alone, once for the same inputs", () => {
  expect(existsSync(`${folder}/checks`)).toBe(false);
  for (const checks of ["x", "x"]) {
    expect(build("check")).toMatchObject({ status: 0, runs: 1 });
    expect(readFileSync(`${folder}/checks`, "utf8")).toBe(checks);
  }
  writeFileSync(`${folder}/source/in`, "two");
  build("check");
  expect(readFileSync(`${folder}/checks`, "utf8")).toBe("xx");
});

test("a step that failed ends the build with its status, and is not taken for done", () => {
  writeFileSync(`${folder}/source/in`, "bad");
  expect(build()).toMatchObject({ status: 3, runs: 2 });
  expect(build()).toMatchObject({ status: 3, runs: 3 });
  writeFileSync(`${folder}/source/in`, "one");
  expect(build()).toMatchObject({ status: 0, runs: 4 });
});

test("an unknown step is refused", () => {
  const { status, stderr, runs } = build("kernel");
  expect({ status, stderr, runs }).toEqual({
    status: 1,
    stderr: 'build: no step "kernel", expected one of copy, check\n',
    runs: 1,
  });
});
