import type { FloatArray } from "lanewise";
import type { Candidates } from "../../catalogue/timing/measure.js";
import type { PeerName } from "../peers/index.js";
import type { Operands, Peer, Prepared } from "../peers/peer.js";
import { check } from "./check.js";
import { endToEnd, type Way } from "./row.js";

export type Peers = ReadonlyMap<PeerName, Peer>;

/** The libraries that have a function, prepared for it. */
export class Others {
  readonly #prepared: ReadonlyMap<PeerName, Prepared>;
  readonly #operands: Operands;

  private constructor(prepared: ReadonlyMap<PeerName, Prepared>, operands: Operands) {
    this.#prepared = prepared;
    this.#operands = operands;
  }

  static async prepare(peers: Peers, operands: Operands): Promise<Others> {
    const prepared = new Map<PeerName, Prepared>();
    for (const [name, peer] of peers) {
      const one = await peer.prepare(operands);
      if (one) prepared.set(name, one);
    }
    return new Others(prepared, operands);
  }

  async check(want: FloatArray): Promise<void> {
    const { name, dy } = this.#operands;
    for (const [peer, { begin, residentResult, endToEnd }] of this.#prepared) {
      const whose = `${peer}, ${name}, ${dy ? "gradient" : "value"}`;
      begin();
      check(`${whose}, resident`, await residentResult(), want);
      check(`${whose}, end to end`, await endToEnd(), want);
    }
  }

  /** Gradients are timed resident only: training keeps its data in place. */
  candidates(): Candidates {
    const all = [...this.#prepared].flatMap(([peer, prepared]): [Way, () => unknown][] => [
      [peer, prepared.resident],
      ...(this.#operands.dy ? [] : [[endToEnd(peer), prepared.endToEnd] as [Way, () => unknown]]),
    ]);
    return Object.fromEntries(all);
  }

  begin(way: Way): void {
    const [peer] = way.split(", ");
    this.#prepared.get(peer as PeerName)?.begin();
  }

  async dispose(): Promise<void> {
    for (const { dispose } of this.#prepared.values()) await dispose();
  }
}
