/** Another implementation, of some of the functions. */
export interface Peer {
  readonly title: string;
  /** Undefined where it has none. */
  find(name: string): Promise<Evaluate | undefined>;
}

/** As many results as x has elements, which is always the same number. */
export type Evaluate = (x: Float32Array) => Float32Array | Promise<Float32Array>;
