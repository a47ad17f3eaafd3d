import "../fresh.js";
import { writeFileSync } from "node:fs";
import { environment, heading } from "../report.js";
import { type Command, HELP, parseCommandLine } from "./command-line.js";
import { record, toText } from "./record.js";
import { describe } from "./report.js";
import { run } from "./run.js";
import { settingsFor } from "./settings.js";

async function main(command: Command): Promise<void> {
  if (command.help) {
    console.log(HELP);
    return;
  }
  const { names, peers, processes, json, quick } = command;
  const sizes = command.sizes.map((size) => ({ size, settings: settingsFor(size, quick) }));
  const about = environment();
  console.log(heading(about));
  const results = { environment: about, ...(await run(names, { sizes, peers }, processes, console.error)) };
  console.log(describe(results.rows));
  if (json) writeFileSync(json, toText(results));
  if (command.record !== "no") record(results, command.record === "some");
}

try {
  await main(parseCommandLine(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
}
