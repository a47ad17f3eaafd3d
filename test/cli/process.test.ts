import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, test } from "vitest";
import { CLI, folder, shell } from "../support/cli.js";

/** The command line as a process: the least that shows it is one. The rest is in process, or in process.slow.test.ts. */

const { at, save, names } = folder();
const x = save("x.npy", Float32Array.of(-1, 2));

/** A run that waits for more of stdin, with the values so far in a temporary file. */
async function waiting(
  name: string,
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [CLI, "apply", "gelu", "-", at(name), "--dtype=f32"]);
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  child.stdin.write(new Uint8Array(2 ** 23));
  while (!names().some((each) => each.startsWith(`.${name}.`))) await new Promise((resolve) => setTimeout(resolve, 20));
  return { child, ended };
}

describe("a run that is ended", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s leaves nothing", async (signal, expected) => {
    const { child, ended } = await waiting(`${signal}.npy`);
    child.kill(signal);
    expect(await ended).toBe(expected);
    expect(names()).toEqual(["x.npy"]);
  });
});

test.each([
  ["values", `apply gelu ${x} -`],
  ["a table", "list"],
])("a full disk on stdout is an error: %s", async (_, command) => {
  const { code, stderr } = await shell(`$LANEWISE ${command} > /dev/full`);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "lanewise: stdout: no space left on device\n" });
});

test("a reader that stops ends the run as SIGPIPE would", async () => {
  const { stdout, stderr } = await shell(
    `head -c 16000000 /dev/zero | $LANEWISE apply gelu - - --dtype f32 | head -c 4 | wc -c; echo \${PIPESTATUS[1]}`,
  );
  expect(stderr).toBe("");
  expect(stdout.trim().split(/\s+/)).toEqual(["4", "141"]);
});

test("stdin that is closed is an error", async () => {
  const { code, stderr } = await shell("$LANEWISE apply gelu - - --dtype f32 <&-");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "lanewise: stdin: is closed; pipe values to it, or pass a file\n",
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
