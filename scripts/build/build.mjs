// Builds build/ and dist/: node scripts/build/build.mjs [STEP …] [--force | --check]
// A step runs only if its inputs or its outputs differ from what they were when it last succeeded, so that a
// build with nothing to do takes a moment, and everything that uses build/ or dist/ can afford to call it first.
// With --check it only tells whether a step would run. Steps that are marked `asked` run by their names alone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { STEPS } from "./steps.mjs";

/** Folders that are no source: packages, and what long runs keep while they last. */
const PASSED_OVER = ["node_modules", ".runs"];

/** All files at and below `path`. */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).sort();
  return names.filter((name) => !PASSED_OVER.includes(name)).flatMap((name) => filesOf(`${path}/${name}`));
}

/** A digest of the names and contents of files. */
function digest(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesOf)) {
    const bytes = readFileSync(file);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

function run(step, { force, check }) {
  const stamp = `build/${step.name}.stamp`;
  const inputs = digest(step.inputs);
  const built = () => `inputs ${inputs}\noutputs ${digest(step.outputs)}\n`;
  const complete = existsSync(stamp) && step.outputs.every(existsSync);
  if (!force && complete && readFileSync(stamp, "utf8") === built()) return;
  if (check) {
    console.error(`build: expected ${step.outputs.join(", ")} from the sources as they are; run npm run build`);
    process.exit(1);
  }
  // An interrupted build leaves no stamp, and a change during the build does not match it.
  rmSync(stamp, { force: true });
  for (const command of step.commands) {
    const { status, error } = spawnSync(process.execPath, command, { stdio: "inherit" });
    if (error) throw error;
    if (status !== 0) process.exit(status ?? 1);
  }
  writeFileSync(stamp, built());
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { force: { type: "boolean" }, check: { type: "boolean" } },
});
const unknown = positionals.find((name) => !STEPS.some((step) => step.name === name));
if (unknown !== undefined) {
  console.error(`build: no step "${unknown}", expected one of ${STEPS.map(({ name }) => name).join(", ")}`);
  process.exit(1);
}
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
mkdirSync("build", { recursive: true });
for (const step of STEPS) {
  if (positionals.length === 0 ? !step.asked : positionals.includes(step.name)) run(step, values);
}
