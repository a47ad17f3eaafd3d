import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { elements, oneOf } from "../options.js";
import { peerNames } from "../peers/index.js";
import { environment, heading } from "../report.js";
import { RECORD, record, toText } from "./record.js";
import { describe } from "./report.js";
import { run } from "./run.js";
import { SIZES, settingsFor } from "./settings.js";
import { subjects } from "./subjects.js";

const HELP = `npm run bench:peers -- [options]

  --op NAME      only this function; repeatable
  --peer NAME    only this library, repeatable: ${peerNames.join(", ")}
  --size SIZE    only this many elements: 1Ki, 64Ki, 1Mi, 16Mi …; repeatable
  --quick        64Ki only, shorter
  --json FILE    write the figures there, too
  --record       write them into ${RECORD}, from which npm run docs makes the page;
                 with --op, in the place of what it has of those functions
  --help         this text

The libraries, first: npm install --prefix bench/peers --ignore-scripts
All functions at all sizes take a quarter of an hour.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      op: { type: "string", multiple: true },
      peer: { type: "string", multiple: true },
      size: { type: "string", multiple: true },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { quick } = values;
  if (values.record && (quick || values.size || values.peer)) {
    throw new RangeError("--record: expected all sizes and libraries with it, got --quick, --size or --peer");
  }
  const names = values.op?.map((name) => oneOf("--op", name, subjects)) ?? subjects;
  const asked = values.peer?.map((name) => oneOf("--peer", name, peerNames)) ?? peerNames;
  const peers = peerNames.filter((name) => asked.includes(name));
  const sizes = (values.size?.map(elements) ?? (quick ? [2 ** 16] : SIZES)).map((size) => {
    return { size, settings: settingsFor(size, quick) };
  });
  const about = environment();
  console.log(heading(about));
  const results = { environment: about, ...(await run(names, { sizes, peers }, console.error)) };
  console.log(describe(results.rows));
  if (values.json) writeFileSync(values.json, toText(results));
  if (values.record) record(results, values.op !== undefined);
}

main().catch((error: unknown) => {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
});
