/** All that a plot shows, as data. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Dot extends Point {
  /** A ring where the curve has no value. */
  readonly filled: boolean;
}

export interface Line {
  readonly label: string;
  /** A colour of the theme. */
  readonly colour: string;
  /** Connected runs of points. */
  readonly runs: readonly (readonly Point[])[];
  readonly dots?: readonly Dot[];
  readonly dash?: string;
  readonly width?: number;
  readonly opacity?: number;
}

export interface Zone {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  /** Hatched, so that colour is not the only difference. */
  readonly hatched: boolean;
  readonly label: string;
}

export interface Axis {
  readonly label: string;
  readonly domain: readonly [low: number, high: number];
  readonly log?: boolean;
  readonly format?: (value: number) => string;
  /** The places of the ticks, if not round numbers. */
  readonly ticks?: readonly number[];
}

export interface Picture {
  readonly title: string;
  /** The text alternative. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly zones?: readonly Zone[];
}
