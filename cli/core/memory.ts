import { readFileSync } from "node:fs";

const KIB = 1024;

/**
 * The most memory that this process has held so far, in bytes. Linux counts into `maxRSS` what the parent held when it
 * started the process, so there the peak is read from /proc.
 */
export function peakMemory(): number {
  const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(processStatus()) ?? [];
  return KIB * (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes));
}

function processStatus(): string {
  try {
    return readFileSync("/proc/self/status", "latin1");
  } catch {
    return "";
  }
}
