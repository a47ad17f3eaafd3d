import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { files } from "./files.js";

const FOLDER = "test/vectors";

/** Writes test/vectors/: everything, which takes a minute, or what is missing. */
export function writeVectors(which: "all" | "missing"): void {
  for (const { name, text } of files) {
    const path = `${FOLDER}/${name}`;
    const known = which === "missing" && existsSync(path) ? readFileSync(path, "utf8") : "";
    writeFileSync(path, text(known));
  }
}
