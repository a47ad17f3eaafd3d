import { constants } from "node:os";
import packageJson from "../package.json" with { type: "json" };
import { apply } from "./commands/apply.js";
import { parse } from "./commands/arguments.js";
import { bench } from "./commands/bench.js";
import type { Command } from "./commands/command.js";
import { describe } from "./commands/describe.js";
import { list } from "./commands/list.js";
import { merge } from "./commands/merge.js";
import { plot } from "./commands/plot.js";
import { completion } from "./completion/command.js";
import { asFailure, BrokenPipe, Failure } from "./core/failure.js";
import { print, type Streams, writeTo } from "./core/streams.js";
import { suggestion } from "./core/suggestion.js";
import { printable } from "./core/text.js";

const COMMANDS: Map<string, Command> = new Map(Object.entries({ apply, merge, list, describe, plot, bench }));
COMMANDS.set("completion", completion(COMMANDS));

const HELP = `lanewise: neural-network activation functions and their gradients

${[...COMMANDS].map(([name, { summary }]) => `  lanewise ${name.padEnd(10)} ${summary}`).join("\n")}

  --help             this text; after a command: the help of the command
  --version          the version

Exit codes: 0 done, 1 failed, 2 wrong usage, 128 + n ended by signal n (130: Ctrl+C).
`;

/** Runs a command line and returns the exit code: whatever goes wrong is one line on stderr. */
export async function main(argv: readonly string[], streams: Streams): Promise<number> {
  const { stdout, stderr } = streams;
  // A write that fails is told to the one who waits for it.
  const ignore = () => {};
  stdout.on("error", ignore);
  stderr.on("error", ignore);
  try {
    return await run(argv, streams);
  } catch (cause) {
    if (cause instanceof BrokenPipe) return 128 + constants.signals.SIGPIPE;
    await report(cause, streams);
    return asFailure(cause).exitCode;
  } finally {
    stdout.off("error", ignore);
    stderr.off("error", ignore);
  }
}

/** Tells an error. Where even that fails, the exit code says it. */
export async function report(cause: unknown, { stderr, env }: Pick<Streams, "stderr" | "env">): Promise<void> {
  const stack = env.LANEWISE_DEBUG && cause instanceof Error ? `\n${cause.stack}` : "";
  await writeTo(stderr, `lanewise: ${printable(asFailure(cause).message)}${stack}\n`, "stderr").catch(() => {});
}

async function run([name, ...args]: readonly string[], streams: Streams): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    await writeTo(streams.stdout, HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    await print(streams.stdout, packageJson.version);
    return 0;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    const remedy = suggestion(name, [...COMMANDS.keys()], '"lanewise --help" lists them');
    throw new Failure(`unknown command ${name}${remedy}`, 2);
  }
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  if (options.includes("--help") || options.includes("-h")) await writeTo(streams.stdout, command.help);
  else await command.run(parse(args, command.options, command.operands !== undefined), streams);
  return 0;
}
