import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Assignment, Message, Outcome } from "./messages.js";

const SCRIPT = fileURLToPath(new URL("process.ts", import.meta.url));
// A case may take 90 s; a process that is silent for longer hangs.
const SILENCE_MS = 150_000;

export interface Result extends Outcome {
  readonly failures: readonly { readonly case: number; readonly text: string }[];
}

/** Runs a campaign in a process of its own: a crash or an endless loop is a failure, not the end of the run. */
export function supervise(
  assignment: Assignment,
  onFailure: (failure: Result["failures"][number]) => void,
): Promise<Result> {
  const start = performance.now();
  const child = fork(SCRIPT, { execArgv: [...process.execArgv, "--expose-gc", "--no-warnings"] });
  const failures: { case: number; text: string }[] = [];
  let outcome: Outcome | undefined;
  let reached = assignment.from;
  const failed = (text: string, at = reached) => {
    const failure = { case: at, text };
    failures.push(failure);
    onFailure(failure);
  };
  const silent = watch(child, () => failed(`no sign of life for ${SILENCE_MS / 1000} s, at this case or soon after`));

  child.on("message", (message: Message) => {
    silent.refresh();
    if (message.kind === "progress") reached = message.case;
    else if (message.kind === "failure") failed(message.text, message.case);
    else outcome = message.result;
  });
  child.send(assignment);
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      clearTimeout(silent);
      if (outcome === undefined || code !== 0) {
        const when = outcome === undefined ? "at this case or soon after" : "after its last case";
        failed(`the process ended ${when}, with ${signal ?? `exit code ${code}`}`);
      }
      const seconds = (performance.now() - start) / 1000;
      resolve({ cases: reached - assignment.from, seconds, counts: {}, skips: [], ...outcome, failures });
    });
  });
}

function watch(child: ChildProcess, onSilence: () => void): NodeJS.Timeout {
  return setTimeout(() => {
    onSilence();
    child.kill("SIGKILL");
  }, SILENCE_MS);
}
