import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The result of a replayed case. */
export interface Played {
  readonly ns: number;
  readonly hash: string;
}

/** A process that replays the cases of a plan, one when it is asked to. */
export class Player {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args);
    this.#child.stderr.on("data", (text) => (this.#errors += text));
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async play(index: number): Promise<Played> {
    this.#child.stdin.write(`${index}\n`);
    const { value, done } = await this.#lines.next();
    const [ns, hash] = done ? [] : (value as string).split(" ");
    if (hash === undefined) throw new Error(`${this.#child.spawnfile} ended: ${this.#errors}`);
    return { ns: Number(ns), hash };
  }

  end(): void {
    this.#child.stdin.end();
  }
}
