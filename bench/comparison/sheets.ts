import type { ElementType } from "../../catalogue/timing/inputs.js";
import { type PeerName, peerNames } from "../peers/index.js";
import { type Direction, endToEnd, type Row, ratio, type Way } from "./row.js";

/** One kind of comparison: one way of calling lanewise, and its rivals. */
export interface Sheet {
  readonly id: "values" | "end-to-end" | "gradients" | "values-f64" | "gradients-f64";
  readonly title: string;
  readonly ours: Way;
  readonly others: readonly Way[];
  readonly direction: Direction;
  readonly type: ElementType;
}

const value = { direction: "value", type: "f32", ours: "workspace" } as const;
const everybody: readonly Way[] = [...peerNames, "plain", "copy"];
const ourselves: readonly Way[] = ["plain", "copy"];

export const SHEETS: readonly Sheet[] = [
  { ...value, id: "values", title: "f32 values, resident", others: everybody },
  { ...value, id: "end-to-end", title: "f32 values, end to end", ours: "fresh", others: peerNames.map(endToEnd) },
  { ...value, id: "gradients", title: "f32 gradients, resident", direction: "gradient", others: everybody },
  { ...value, id: "values-f64", title: "f64 values", type: "f64", others: ourselves },
  { ...value, id: "gradients-f64", title: "f64 gradients", direction: "gradient", type: "f64", others: ourselves },
];

export function rowsOf({ type, direction }: Sheet, size: number, rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => row.size === size && row.type === type && row.direction === direction);
}

/** The rivals with a figure in these rows. */
export function othersIn({ ours, others }: Sheet, rows: readonly Row[]): readonly Way[] {
  return others.filter((other) => rows.some((row) => ratio(row, ours, other) !== undefined));
}

export function sizesOf(rows: readonly Row[]): readonly number[] {
  return [...new Set(rows.map(({ size }) => size))].sort((a, b) => a - b);
}

/** The library, or loop, that a way belongs to. */
export function ownerOf(way: Way): PeerName | "plain" | "copy" | undefined {
  return [...peerNames, "plain" as const, "copy" as const].find((name) => way.startsWith(name));
}
