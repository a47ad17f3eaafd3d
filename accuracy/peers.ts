import { table } from "../bench/report.js";
import { Comparison } from "./comparison.js";
import { errorOf, place } from "./format.js";
import { onnxruntime } from "./peers/onnxruntime.js";
import type { Peer } from "./peers/peer.js";
import { plain } from "./peers/plain.js";
import { tensorflow } from "./peers/tensorflow.js";
import { BLOCK, blocks, EVERYDAY } from "./places.js";
import { expected } from "./sweep.js";
import type { Tally } from "./tally.js";

/** The f32 values of a function by other libraries, by their titles; only those that have it. */
export type Peers = Readonly<Record<string, Tally>>;

export async function comparePeers(names: readonly string[]): Promise<Record<string, Peers>> {
  const peers = [plainJs, await tensorflow(), await onnxruntime()];
  const results: Record<string, Peers> = {};
  for (const name of names) {
    console.error(name);
    results[name] = await compare(name, peers);
  }
  return results;
}

const plainJs: Peer = { title: "plain JavaScript", find: async (name) => plain(name) };

async function compare(name: string, peers: readonly Peer[]): Promise<Peers> {
  const results: Record<string, Tally> = {};
  for (const { title, find } of peers) {
    const evaluate = await find(name);
    if (!evaluate) continue;
    const comparison = new Comparison(expected({ op: name, direction: "value" }));
    const x = new Float32Array(BLOCK);
    // A whole block always: the models are made for that length.
    for (const n of blocks(EVERYDAY, x)) comparison.block(x, await evaluate(x), n);
    results[title] = comparison.tally;
  }
  return results;
}

export function describePeers(results: Readonly<Record<string, Peers>>): string {
  const titles = [...new Set(Object.values(results).flatMap((tallies) => Object.keys(tallies)))];
  const header = ["max ULP of the value", ...titles.flatMap((title) => [title, "at x"])];
  const rows = Object.entries(results).map(([name, tallies]) => {
    const cells = titles.flatMap((title) => {
      const worst = tallies[title]?.worst;
      return worst ? [errorOf(worst), place(worst)] : ["", ""];
    });
    return [name, ...cells];
  });
  return table(header, rows);
}
