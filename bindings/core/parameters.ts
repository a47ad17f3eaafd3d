/** A parameter of a function, as its `spec` shows it. */
export interface Parameter {
  /** Its meaning, with its unit (most are dimensionless). */
  readonly description: string;
  /** A parameter without a default must be given. */
  readonly default?: number;
  readonly range: Range;
  /** Σ dy·∂f/∂p over all elements, which `grad<Name>` returns, for a parameter that can be learned. */
  readonly gradient?: string;
}

/** A parameter that may be left out. */
export interface PresetParameter extends Parameter {
  readonly default: number;
}

/** The values a parameter may take. */
export interface Range {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** The options of a function with these parameters. They all have a default, or none has. */
export type Values<P extends Parameters> =
  P extends Readonly<Record<string, PresetParameter>>
    ? { -readonly [K in keyof P]?: number | undefined }
    : { -readonly [K in keyof P]: number };
