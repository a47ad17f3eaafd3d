import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "../campaign.js";

export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

const SECONDS = 60;

/** Starts the command line; `stdout` is a file descriptor, or nothing. */
export function start(args: readonly string[], stdout: number | "ignore" | "pipe" = "ignore", input?: Uint8Array) {
  const stdin = input ? "pipe" : "ignore";
  const child = spawn(process.execPath, [CLI, ...args], { stdio: [stdin, stdout, "pipe"] });
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), SECONDS * 1000);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stderr });
    });
  });
  // A process that fails at once does not read.
  child.stdin?.on("error", () => {}).end(input);
  return { ended, stdout: child.stdout, kill: (signal: NodeJS.Signals) => void child.kill(signal) };
}

/** The form of every failure: one line for people, without control characters or a stack. */
export function expectOneLine(stderr: string, what: () => string): void {
  const [line, ...rest] = stderr.split("\n");
  const clean = line !== "" && rest.join("") === "" && !/\p{Cc}|internal error/u.test(line!);
  expect(clean, () => `${what()}: stderr is not one line: ${JSON.stringify(stderr.slice(0, 600))}`);
}

/** A folder of a campaign, removed at its end. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "lanewise-torture-"));

  at(name: string): string {
    return join(this.path, name);
  }

  names(): readonly string[] {
    return readdirSync(this.path).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
