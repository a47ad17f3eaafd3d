/** Another library, set up as its documentation recommends for speed, on one thread. */
export interface Peer {
  /** Its name, with its version. */
  readonly title: string;
  /** Undefined if it has neither the function nor the operations to compose it. */
  prepare(operands: Operands): Promise<Prepared | undefined>;
}

/** f(x) of one of our functions, by its name, or dy·f′(x) if dy is given. */
export interface Operands {
  readonly name: string;
  readonly x: Float32Array;
  /** Row-major; a function of rows is one of the last dimension. */
  readonly shape: readonly number[];
  readonly dy?: Float32Array;
  /** For prelu: one slope for each index of the last dimension. */
  readonly alpha?: Float32Array;
}

export interface Prepared {
  /** Called before a turn, when other libraries may have had theirs. */
  begin(): void;
  /** Computes from the current x, into a new array or into one that the next call overwrites. */
  endToEnd(): Float32Array | Promise<Float32Array>;
  /** Computes where the library keeps its data; has finished when it returns, or when its promise resolves. */
  resident(): unknown;
  /** The result of `resident`. */
  residentResult(): Float32Array | Promise<Float32Array>;
  dispose(): unknown;
}
