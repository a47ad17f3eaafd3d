/** A parameter of a function, as its `spec` shows it. */
export interface Parameter {
  /** What it does, with its unit (most are dimensionless). */
  readonly description: string;
  /** Where there is none the parameter has to be given. */
  readonly default?: number;
  readonly range: Range;
}

/** The values a parameter may take. */
export interface Range {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** What any function may be taken for: one whose parameters keep their defaults. */
export type NoParameters = Readonly<Record<never, Parameter>>;

/** The names of the parameters that have to be given. */
type Required<P extends Parameters> = {
  [K in keyof P]-?: P[K] extends { readonly default: number } ? never : K;
}[keyof P];

/** The options of a function with these parameters: each by its name, those with a default optional. */
export type Values<P extends Parameters> = { -readonly [K in Exclude<keyof P, Required<P>>]?: number } & {
  -readonly [K in Required<P>]: number;
};
