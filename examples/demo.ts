/** A demonstration in one command: `npm run demo`, or `npm run demo -- --help`. */

import { Failure } from "../cli/core/failure.js";
import { help, parseCommandLine } from "./demo/command-line.js";
import { demonstrate } from "./demo/demonstration.js";
import { activations } from "./demo/functions.js";
import { applyToFile } from "./demo/own-numbers.js";

const print = (line: string) => console.log(line);

try {
  const command = parseCommandLine(process.argv.slice(2));
  if (command.kind === "help") print(help());
  else if (command.kind === "file") applyToFile(command.request, print);
  else process.exitCode = demonstrate(activations, command.count, print);
} catch (cause) {
  if (!(cause instanceof Failure)) throw cause;
  console.error(`demo: ${cause.message}`);
  process.exitCode = cause.exitCode;
}
