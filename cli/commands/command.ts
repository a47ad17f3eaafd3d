import type { Streams } from "../core/streams.js";

/** A command: its name is followed by the arguments that it takes. */
export interface Command {
  /** Its purpose, in a line. */
  readonly summary: string;
  readonly help: string;
  /** @throws {Failure} what the user can mend */
  run(args: readonly string[], streams: Streams): Promise<void>;
}
