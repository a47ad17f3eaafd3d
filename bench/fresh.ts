import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Imported first by programs that measure: ends them if dist/ was not built from the sources as they are. */
const build = fileURLToPath(new URL("../scripts/build/build.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, [build, "--check"], { stdio: ["ignore", "ignore", "inherit"] });
if (status !== 0) process.exit(1);
