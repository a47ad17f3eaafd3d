/** Something that the user can mend: printed without a stack. */
export class Failure extends Error {
  /** 2 for a wrong command line, 1 for anything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The same failure with the file it is about in front. */
export function about(path: string, cause: unknown): unknown {
  if (cause instanceof Failure) return new Failure(`${path}: ${cause.message}`, cause.exitCode);
  const { code } = cause as NodeJS.ErrnoException;
  return typeof code === "string" && cause instanceof Error ? new Failure(`${path}: ${reason(cause, code)}`) : cause;
}

/** The library's own message says what is wrong with an argument. */
export function usage(cause: unknown): unknown {
  return cause instanceof TypeError || cause instanceof RangeError ? new Failure(cause.message, 2) : cause;
}

/** Node's `ENOSPC: no space left on device, write` without what is for programs. */
function reason({ message }: Error, code: string): string {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2).replace(/, \w+( '.*)?$/s, "") : message;
}
