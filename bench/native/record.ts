import type { ElementType } from "../../catalogue/timing/inputs.js";
import type { Environment } from "../report.js";

/** Nanoseconds of an element: the medians of the rounds. `sse` and `avx` are the native code's. */
export interface NativeRow {
  readonly name: string;
  readonly type: ElementType;
  readonly size: number;
  readonly wasm: number;
  readonly sse: number;
  readonly avx: number;
  readonly copy: number;
}

/** docs/native.json */
export interface NativeRecord {
  readonly environment: Environment;
  readonly compiler: string;
  readonly rounds: number;
  readonly rows: readonly NativeRow[];
}
