import type { Streams } from "../core/streams.js";

/** What the program does with the arguments after the name of a command. */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  readonly help: string;
  /** @throws {Failure} what the user can mend */
  run(args: readonly string[], streams: Streams): Promise<void>;
}
