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
  --processes N  N processes for each function, and their median; default 1. In some processes V8 places
                 code so that a kernel takes 1.6 to 2 times as long
  --quick        64Ki only, shorter
  --json FILE    also write the figures to this file
  --record       write the figures to ${RECORD}, from which npm run docs makes the page;
                 with --op, other functions keep their figures
  --help         this text

First install the libraries: npm install --prefix bench/peers --ignore-scripts
All functions at all sizes take a quarter of an hour, times --processes.`;

export interface Command {
  readonly help: boolean;
  readonly names: readonly string[];
  readonly peers: readonly PeerName[];
  readonly sizes: readonly number[];
  readonly processes: number;
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly record: "no" | "all" | "some";
}

/** Reads the arguments after `npm run bench:peers --`. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      op: { type: "string", multiple: true },
      peer: { type: "string", multiple: true },
      size: { type: "string", multiple: true },
      processes: { type: "string", default: "1" },
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
    processes: count(values.processes),
    record: !values.record ? "no" : op ? "some" : "all",
  };
}

function count(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new RangeError(`--processes: expected a number from 1 to 99, got ${text}`);
}
