import { createHash } from "node:crypto";

export const AREAS = ["bindings", "cli", "kernels"] as const;
export type Area = (typeof AREAS)[number];

/** One change of one place. */
export interface Mutant {
  readonly area: Area;
  /** The group that it is counted in: a folder, or for kernels the kind of change. */
  readonly group: string;
  readonly file: string;
  readonly line: number;
  /** The text from `start` to `end` is replaced by `after`. */
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  /** Its place, in words that stay when other places change. */
  readonly place: string;
  /** The name of the changed function of a kernel. */
  readonly inside?: string;
}

/** A name that stays the same when other lines of the file, or other kernels, change. */
export function idOf({ file, place, before, after }: Mutant): string {
  return createHash("sha256").update([file, place, before, after].join("\0")).digest("hex").slice(0, 10);
}

export function apply({ start, end, after }: Mutant, text: string): string {
  return text.slice(0, start) + after + text.slice(end);
}

export function describeMutant({ file, line, inside, before, after }: Mutant): string {
  const short = (text: string) => {
    const one = text.replace(/\s+/g, " ").trim();
    return one.length > 90 ? `${one.slice(0, 87)}…` : one || "(nothing)";
  };
  return `${file}:${line}${inside ? ` ${inside}` : ""}: ${short(before)} → ${short(after)}`;
}
