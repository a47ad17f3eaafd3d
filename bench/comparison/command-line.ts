import { parseArgs } from "node:util";
import { elements, oneOf } from "../options.js";
import { type PeerName, peerNames } from "../peers/index.js";
import { RECORD } from "./record.js";
import { SIZES } from "./settings.js";
import { subjects } from "./subjects.js";

export const HELP = `npm run bench:peers -- [options]

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

export interface Command {
  readonly help: boolean;
  readonly names: readonly string[];
  readonly peers: readonly PeerName[];
  readonly sizes: readonly number[];
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly record: "no" | "all" | "some";
}

/** Reads the arguments behind `npm run bench:peers --`. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
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
  const { help, quick, json, op, peer, size } = values;
  if (values.record && (quick || size || peer)) {
    throw new RangeError("--record: expected all sizes and libraries with it, got --quick, --size or --peer");
  }
  const asked = peer?.map((name) => oneOf("--peer", name, peerNames)) ?? peerNames;
  return {
    help,
    quick,
    json,
    names: op?.map((name) => oneOf("--op", name, subjects)) ?? subjects,
    peers: peerNames.filter((name) => asked.includes(name)),
    sizes: size?.map(elements) ?? (quick ? [2 ** 16] : SIZES),
    record: !values.record ? "no" : op ? "some" : "all",
  };
}
