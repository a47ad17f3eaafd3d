#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { suggestion } from "./arguments.js";
import { apply } from "./commands/apply.js";
import type { Command } from "./commands/command.js";
import { merge } from "./commands/merge.js";
import { Failure } from "./failure.js";

const COMMANDS: Readonly<Record<string, Command>> = { apply, merge };

const HELP = `lanewise: neural-network activation functions and their gradients

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  lanewise ${name.padEnd(10)} ${summary}`)
  .join("\n")}

  --help             this text; behind a command: that of the command
  --version          the version

Exit codes: 0 done, 1 failed, 2 wrong usage, 128 + n ended by signal n (130: Ctrl+C).
`;

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(HELP);
    if (name === undefined) process.exitCode = 2;
    return;
  }
  if (name === "--version" || name === "-v") {
    console.log(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
    return;
  }
  const command = COMMANDS[name];
  if (!command) {
    const remedy = suggestion(name, Object.keys(COMMANDS), '"lanewise --help" lists them');
    throw new Failure(`unknown command ${name}${remedy}`, 2);
  }
  if (args.includes("--help") || args.includes("-h")) process.stdout.write(command.help);
  else await command.run(args);
}

// Leaving by `process.exit` lets unfinished files be removed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

/** Whoever reads our output has had enough: to end as SIGPIPE would end us. */
function ended(cause: unknown): void {
  if ((cause as NodeJS.ErrnoException).code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
}
process.stdout.on("error", ended);

try {
  await main(process.argv.slice(2));
} catch (cause) {
  ended(cause);
  if (!(cause instanceof Failure)) throw cause;
  console.error(`lanewise: ${cause.message}`);
  process.exitCode = cause.exitCode;
}
