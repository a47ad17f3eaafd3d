import type { ReliabilityRecord } from "./record.js";
export function reliabilityPage(_: ReliabilityRecord): string {
  return "";
}
