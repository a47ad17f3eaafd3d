import { message } from "../core/errors.js";

/** A failure of threads: one ended, could not be started, or its pool is closed. */
export class PoolError extends Error {
  /** The function that was called, as `gelu.grad`, or `createPool`. */
  readonly op: string;

  constructor(op: string, argument: string, expected: string, got: string, remedy?: string, cause?: unknown) {
    super(message(op, argument, expected, got, remedy), cause === undefined ? undefined : { cause });
    this.op = op;
  }

  override get name(): string {
    return "PoolError";
  }
}
