import type { Streams } from "../core/streams.js";
import type { Expected, Options, Parsed } from "./arguments.js";

/** A command: its name is followed by the arguments that it takes. */
export interface Command {
  readonly options: Options;
  /** The arguments besides options; default none. */
  readonly operands?: readonly Expected[];
  /** True if there may be any number of the last operand. */
  readonly repeats?: boolean;
  /** Its purpose, in a line. */
  readonly summary: string;
  readonly help: string;
  /** @throws {Failure} what the user can mend */
  run(given: Parsed, streams: Streams): Promise<void>;
}
