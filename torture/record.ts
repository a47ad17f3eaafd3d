import { writeFileSync } from "node:fs";
import type { Environment } from "../bench/report.js";
import type { Result } from "./supervise.js";

/** docs/reliability.json */
export interface ReliabilityRecord {
  readonly environment: Environment;
  readonly seed: number;
  readonly results: Readonly<Record<string, Result>>;
}

export function writeRecord(record: ReliabilityRecord, page: string): void {
  writeFileSync("docs/reliability.json", `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync("docs/reliability.md", page);
}
