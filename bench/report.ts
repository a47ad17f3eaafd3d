import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

/** The commit, engine and machine of a run: without them a figure means nothing. */
export interface Environment {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly v8: string;
  readonly processor: string;
}

export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    node: process.versions.node,
    v8: process.versions.v8,
    processor: cpus()[0]?.model.trim() ?? "unknown",
  };
}

export function heading({ date, commit, node, v8, processor }: Environment): string {
  return `lanewise ${commit}, ${date.slice(0, 10)}, Node ${node}, V8 ${v8}, ${processor}`;
}

export function percent(value: number): string {
  return `±${(100 * value).toFixed(0)}%`;
}

export function sizeName(n: number): string {
  return n >= 2 ** 20 ? `${n / 2 ** 20} Mi` : n >= 2 ** 10 ? `${n / 2 ** 10} Ki` : String(n);
}

function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    const dirty = git("status", "--porcelain", "--", "assembly", "bindings", "scripts/build", "asconfig.json") !== "";
    return git("rev-parse", "--short", "HEAD") + (dirty ? " + changes" : "");
  } catch {
    return "without a commit";
  }
}
