/** A function of a framework, and how to call ours to get the same. */
export interface Counterpart {
  readonly name: string;
  /** Our function. */
  readonly ours: string;
  /** Its options, by their names there. */
  readonly options?: Readonly<Record<string, Option>>;
  /** Values of our parameters that it has built in, where they are not our defaults. */
  readonly fixed?: Readonly<Record<string, number>>;
  readonly note?: string;
}

export interface Option {
  /** Our name for it. */
  readonly ours: string;
  /** The default there, if it has one. */
  readonly preset?: number | boolean;
}

export interface Framework {
  readonly title: string;
  /** The version whose names and defaults these are. */
  readonly version: string;
  /** The text that they were compared with. */
  readonly verified: string;
  readonly documentation: string;
  readonly counterparts: readonly Counterpart[];
}

export function option(ours: string, preset?: number | boolean): Option {
  return preset === undefined ? { ours } : { ours, preset };
}
