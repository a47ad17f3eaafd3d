import { mkdirSync, writeFileSync } from "node:fs";
import { entryOf, Mistake } from "./kernel-entry.js";

/** Writes the entry of the kernels: assembly/ → build/kernels.ts */
try {
  mkdirSync("build", { recursive: true });
  writeFileSync("build/kernels.ts", entryOf("assembly"));
} catch (error) {
  if (!(error instanceof Mistake)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
