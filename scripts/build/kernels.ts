import { mkdirSync, writeFileSync } from "node:fs";
import { entryOf, Mistake } from "./kernel-entry.js";
import { MODULES } from "./modules.js";

/** Writes the entries of the modules of kernels: assembly/ → build/kernels.ts and the others */
try {
  mkdirSync("build", { recursive: true });
  for (const module of MODULES) writeFileSync(`build/${module.entry}.ts`, entryOf("assembly", module));
} catch (error) {
  if (!(error instanceof Mistake)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
