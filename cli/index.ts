#!/usr/bin/env node
import { constants } from "node:os";
import { standardInput, standardOutput } from "./io/standard-streams.js";
import { main, report } from "./main.js";

/** The command line as a process: its streams, its signals, its exit code. */

// Faults of the process itself are not to be caught (they also serve WebAssembly), and these do not end a process.
const LEFT_ALONE = new Set<NodeJS.Signals>([
  ...(["SIGKILL", "SIGSTOP", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE"] as const),
  ...(["SIGPIPE", "SIGXFSZ", "SIGCHLD", "SIGCONT", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGWINCH"] as const),
]);
// V8's profiler has this one.
if (/--(cpu-)?prof/.test([...process.execArgv, process.env.NODE_OPTIONS].join(" "))) LEFT_ALONE.add("SIGPROF");

for (const signal of Object.keys(constants.signals) as NodeJS.Signals[]) {
  if (LEFT_ALONE.has(signal)) continue;
  try {
    // Leaving by `process.exit` lets unfinished files be removed.
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  } catch {
    // A signal that this system does not let programs have.
  }
}

const streams = {
  stdin: standardInput,
  stdout: standardOutput(process.stdout),
  stderr: standardOutput(process.stderr),
  env: process.env,
};

// Errors of threads and streams that nobody waits for.
process.on("uncaughtException", async (cause) => {
  await report(cause, streams);
  process.exit(1);
});

process.exit(await main(process.argv.slice(2), streams));
