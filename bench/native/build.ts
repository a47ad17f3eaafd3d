import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { translate } from "./translate.js";

/** The folder for all generated files. */
export const FOLDER = "build/native";

/** 128-bit vectors for all: with SSE4.1's instructions, and with AVX's, which V8 uses, too, where there are. */
export const TARGETS = { sse: "-msse4.1", avx: "-mavx" } as const;
export type Target = keyof typeof TARGETS;

// No -ffast-math and no contraction: each instruction rounds as WebAssembly's does.
const FLAGS = ["-O3", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Werror", "-Wno-unused"];

/** Translates the kernels to C and compiles them; the compiler's version. */
export function buildNative(): string {
  const version = compilerVersion();
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/kernels.c`, translate(readFileSync("build/lanewise.wat", "utf8")));
  for (const target of Object.keys(TARGETS) as Target[]) {
    const sources = [`${FOLDER}/kernels.c`, "bench/native/driver.c"];
    execFileSync("clang", [...FLAGS, TARGETS[target], "-Ibench/native", ...sources, "-o", driverOf(target)]);
  }
  return version;
}

export function driverOf(target: Target): string {
  return `${FOLDER}/driver-${target}`;
}

function compilerVersion(): string {
  try {
    return execFileSync("clang", ["--version"], { encoding: "utf8" }).split("\n")[0]!.trim();
  } catch (cause) {
    throw new Error("clang cannot be started; install it, for example with apt-get install clang", { cause });
  }
}
