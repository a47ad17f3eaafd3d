import type { ElementType } from "../../catalogue/timing/inputs.js";
import type { Timing } from "../../catalogue/timing/measure.js";
import type { PeerName } from "../peers/index.js";

export type Direction = "value" | "gradient";

/**
 * lanewise in a Workspace, into an existing array, and into a new one; the best plain loop; a copy of
 * as many bytes; and other libraries, with their data where they want it or in ordinary arrays.
 */
export type Way = "workspace" | "out" | "fresh" | "plain" | "copy" | PeerName | EndToEnd;
export type EndToEnd = `${PeerName}, end to end`;

/** A function, or its gradient, at one size, timed in every way there is. */
export interface Row {
  readonly name: string;
  readonly direction: Direction;
  readonly type: ElementType;
  /** As asked for; functions of rows have slightly fewer elements. */
  readonly size: number;
  readonly elements: number;
  /** Nanoseconds per element. */
  readonly ways: Readonly<Partial<Record<Way, Timing>>>;
}

export function endToEnd(peer: PeerName): EndToEnd {
  return `${peer}, end to end`;
}

/** How many times as fast as another way a way of lanewise is. */
export function ratio({ ways }: Row, ours: Way, other: Way): number | undefined {
  const [a, b] = [ways[ours], ways[other]];
  return a && b && b.ns / a.ns;
}

/** Half the relative range of the rounds above which a figure is marked. */
export const UNSTEADY = 0.2;

export function isUnsteady({ ways }: Row, ours: Way, other: Way): boolean {
  return [ways[ours], ways[other]].some((timing) => timing !== undefined && timing.spread > UNSTEADY);
}
