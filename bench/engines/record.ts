import type { ElementType } from "../../catalogue/timing/inputs.js";
import type { Environment } from "../report.js";
import type { Times } from "./suite.js";

export interface EngineRow {
  readonly name: string;
  readonly type: ElementType;
  /** Nanoseconds per element by engine: the medians of the rounds. */
  readonly engines: Readonly<Record<string, Times>>;
}

/** docs/engines.json */
export interface EnginesRecord {
  readonly environment: Environment;
  /** By name, in the order of the table. */
  readonly engines: Readonly<Record<string, { readonly version: string; readonly v8: boolean }>>;
  readonly size: number;
  readonly rounds: number;
  readonly rows: readonly EngineRow[];
}

/** The time of a function in each engine, in a Workspace, as a multiple of the time in the best V8. */
export function besideBest({ engines }: EngineRow, about: EnginesRecord["engines"]): Readonly<Record<string, number>> {
  const times = Object.entries(engines).map(([name, { workspace }]) => [name, workspace] as const);
  const best = Math.min(...times.filter(([name]) => about[name]!.v8).map(([, ns]) => ns));
  return Object.fromEntries(times.map(([name, ns]) => [name, ns / best]));
}
