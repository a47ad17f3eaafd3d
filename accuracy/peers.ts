import { onnxruntimeWeb } from "../bench/peers/onnxruntime.js";
import type { Peer, Prepared } from "../bench/peers/peer.js";
import { tensorflow } from "../bench/peers/tensorflow.js";
import { table } from "../catalogue/table.js";
import { Comparison } from "./comparison.js";
import { errorOf, place } from "./format.js";
import { BLOCK, blocks, EVERYDAY } from "./places.js";
import { plain } from "./plain.js";
import { expected } from "./sweep.js";
import type { Tally } from "./tally.js";

/** Tallies of the f32 values of a function, by the title of each library that has it. */
export type Peers = Readonly<Record<string, Tally>>;

export async function comparePeers(names: readonly string[]): Promise<Record<string, Peers>> {
  const peers = [await tensorflow("wasm"), await onnxruntimeWeb()];
  const results: Record<string, Peers> = {};
  for (const name of names) {
    console.error(name);
    results[name] = await compare(name, peers);
  }
  return results;
}

async function compare(name: string, peers: readonly Peer[]): Promise<Peers> {
  // Always a whole block: the models are made for its length.
  const x = new Float32Array(BLOCK);
  const results: Record<string, Tally> = {};
  const loop = plain(name);
  if (loop) results["plain JavaScript"] = await tally(name, x, () => loop(x));
  for (const { title, prepare } of peers) {
    const prepared = await prepare({ name, x, shape: [BLOCK] });
    if (!prepared) continue;
    results[title] = await tally(name, x, prepared.endToEnd);
    await prepared.dispose();
  }
  return results;
}

async function tally(name: string, x: Float32Array, evaluate: Prepared["endToEnd"]): Promise<Tally> {
  const comparison = new Comparison(expected({ op: name, direction: "value" }));
  for (const n of blocks(EVERYDAY, x)) comparison.block(x, await evaluate(), n);
  return comparison.tally;
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
