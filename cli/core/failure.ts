/** Something that the user can mend: printed in one line, without a stack. */
export class Failure extends Error {
  /** 2 for a wrong command line, 1 for anything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Nobody reads our output any more: not an error, but the end. */
export class BrokenPipe extends Error {}

const MEMORY_REMEDY =
  "free some, or take fewer --threads; where the address space is limited (ulimit -v), " +
  "set NODE_OPTIONS=--disable-wasm-trap-handler";

/** The same failure, preceded by the file it is about. */
export function about(path: string, cause: unknown): unknown {
  if (cause instanceof Failure) return new Failure(`${path}: ${cause.message}`, cause.exitCode);
  const reason = systemReason(cause);
  return reason === undefined ? cause : new Failure(`${path}: ${reason}`);
}

/** The library's own message says which argument is wrong; here it has the names of the command line. */
export function usage(cause: unknown): unknown {
  if (isOutOfMemory(cause) || !(cause instanceof TypeError || cause instanceof RangeError)) return cause;
  return new Failure(inOptions(cause.message), 2);
}

/** Any error as a failure: the one place that decides what users see of it. */
export function asFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  if (isOutOfMemory(cause)) return new Failure(`out of memory: ${cause.message}; ${MEMORY_REMEDY}`);
  const reason = systemReason(cause);
  if (reason !== undefined) return new Failure(reason);
  // A thread that cannot start, or that ended.
  if (cause instanceof Error && cause.name === "PoolError") return new Failure(cause.message);
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new Failure(`internal error, please report it: ${text} (LANEWISE_DEBUG=1 shows where)`);
}

/** Refused by the engine: of arrays, of memories, and of the space that compiled code takes. */
function isOutOfMemory(cause: unknown): cause is Error {
  const refused = cause instanceof RangeError || cause instanceof WebAssembly.CompileError;
  return refused && /allocat|out of memory|can reserve|Invalid typed array length/i.test(cause.message);
}

/** Node's `ENOSPC: no space left on device, write` without the parts that are for programs. */
function systemReason(cause: unknown): string | undefined {
  const { code, syscall } = (cause ?? {}) as NodeJS.ErrnoException;
  if (!(cause instanceof Error) || typeof code !== "string" || typeof syscall !== "string") return undefined;
  const { message } = cause;
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2).replace(/, \w+( '.*)?$/s, "") : message;
}

/** `elu: "alpha" expected …` as `elu: --alpha expected …`. The shape is no option: it is the shape of the input. */
function inOptions(message: string): string {
  return message
    .replace(/^([\w.]+): "shape" expected/, "$1: the shape of IN: expected")
    .replace(/^([\w.]+): "(\w+)" expected/, (_, op: string, name: string) => `${op}: ${optionName(name)} expected`);
}

/** `negativeSlope` as it is written on a command line. */
export function optionName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
