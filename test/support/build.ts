import { execFileSync } from "node:child_process";

/** Builds what is due before the first test, so that none runs on an old build/ or dist/. */
export default function setup(): void {
  execFileSync(process.execPath, ["scripts/build/build.mjs"], { stdio: "inherit" });
}
