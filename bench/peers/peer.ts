/** Another library, set up the way its documentation says is fastest, on one thread. */
export interface Peer {
  /** Its name, with its version. */
  readonly title: string;
  /** Undefined where it has neither the function nor the operations to make it of. */
  prepare(operands: Operands): Promise<Prepared | undefined>;
}

/** f(x) of a function of ours, by its name, or, where dy is given, dy·f′(x). */
export interface Operands {
  readonly name: string;
  readonly x: Float32Array;
  /** Row-major; a function of rows is one of the last dimension. */
  readonly shape: readonly number[];
  readonly dy?: Float32Array;
  /** One slope for each of the last dimension: of prelu. */
  readonly alpha?: Float32Array;
}

export interface Prepared {
  /** To be called when others have had their turn. */
  begin(): void;
  /** Computes from what x is at the time, to a new array or to one that the next call writes again. */
  endToEnd(): Float32Array | Promise<Float32Array>;
  /** Computes where the library wants its data, which was put there before; is done when it returns, or resolves. */
  resident(): unknown;
  /** What `resident` computes. */
  residentResult(): Float32Array | Promise<Float32Array>;
  dispose(): unknown;
}
