import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Tier } from "./suites.js";

/** How the tests ended that were run on a mutant. */
export interface Verdict {
  readonly status: "killed" | "timeout" | "survived";
  /** The test that failed, or what else went wrong. */
  readonly by?: string;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs test files until one test fails. */
export async function judge(
  path: string,
  tier: Tier,
  files: readonly string[],
  seconds: number,
  bail = 1,
): Promise<Verdict & { readonly durations: ReadonlyMap<string, number> }> {
  const output = join(path, "build/report.json");
  rmSync(output, { force: true });
  const args = [
    "run",
    "--project",
    `${tier}*`,
    `--bail=${bail}`,
    "--reporter=json",
    `--outputFile=${output}`,
    ...files,
  ];
  const { code, late } = await run(path, args, seconds);
  const report: Report = existsSync(output) ? JSON.parse(readFileSync(output, "utf8")) : { testResults: [] };
  const durations = new Map(
    report.testResults.map(({ name, startTime, endTime }) => [
      name.slice(path.length + 1),
      (endTime - startTime) / 1000,
    ]),
  );
  if (late) return { status: "timeout", by: `${seconds} s`, durations };
  if (code === 0) return { status: "survived", durations };
  return { status: "killed", by: failureOf(report, path), durations };
}

function failureOf({ testResults }: Report, path: string): string {
  for (const { name, message, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === "failed");
    const file = name.slice(path.length + 1);
    if (failed) return `${file}: ${failed.fullName}`;
    if (message) return `${file}: ${message.split("\n")[0]}`;
  }
  return "an error outside of tests";
}

function run(path: string, args: readonly string[], seconds: number): Promise<{ code: number | null; late: boolean }> {
  return new Promise((resolve) => {
    // A group of its own: the workers of a mutant that never ends must end with it.
    const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], {
      cwd: path,
      stdio: "ignore",
      detached: true,
    });
    let late = false;
    const kill = () => process.kill(-child.pid!, "SIGKILL");
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, seconds * 1000);
    process.once("exit", kill);
    child.on("exit", (code) => {
      clearTimeout(timer);
      process.removeListener("exit", kill);
      resolve({ code, late });
    });
  });
}
