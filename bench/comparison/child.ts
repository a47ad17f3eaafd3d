import type { Settings } from "../../catalogue/timing/measure.js";
import { PEERS, type PeerName } from "../peers/index.js";
import type { Peer } from "../peers/peer.js";
import { compare } from "./compare.js";
import type { Row } from "./row.js";
import { peersFor, typesFor } from "./settings.js";

/** An order to a process, which gets one function all its life. */
export interface Order {
  readonly name: string;
  readonly sizes: readonly { readonly size: number; readonly settings: Settings }[];
  readonly peers: readonly PeerName[];
}

export type Delivery =
  | { readonly titles: Readonly<Partial<Record<PeerName, string>>> }
  | { readonly row: Row }
  | { readonly error: string }
  | "done";

process.once("message", async ({ name, sizes, peers: names }: Order) => {
  const send = (delivery: Delivery) => process.send!(delivery);
  try {
    const peers = new Map<PeerName, Peer>();
    for (const name of names) peers.set(name, await PEERS[name]());
    send({ titles: Object.fromEntries([...peers].map(([name, { title }]) => [name, title])) });
    for (const { size, settings } of sizes) {
      const some = new Map(peersFor(size, names).map((name) => [name, peers.get(name)!]));
      for (const type of typesFor(size)) {
        for await (const row of compare(type, name, size, some, settings)) send({ row });
      }
    }
    send("done");
  } catch (error) {
    const expected = error instanceof TypeError || error instanceof RangeError;
    send({ error: expected ? error.message : `${name}: ${error instanceof Error ? error.stack : error}` });
  }
});
