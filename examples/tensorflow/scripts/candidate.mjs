// Runs the tests with the newest versions of TensorFlow.js, release candidates among them: npm run candidate. They are
// installed in build/, and the pinned ones stay as they are.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const example = fileURLToPath(new URL("..", import.meta.url));
const folder = fileURLToPath(new URL("../../../build/tensorflow-candidate", import.meta.url));
const shell = process.platform === "win32";

/** The newest version, which has no tag of its own while it is a candidate. */
function newestOf(name) {
  const versions = JSON.parse(execFileSync("npm", ["view", name, "versions", "--json"], { encoding: "utf8", shell }));
  return versions.at(-1);
}

function run(program, args) {
  const { status } = spawnSync(program, args, { cwd: folder, stdio: "inherit", shell });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(`${folder}/test`, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const part of ["test", "support", "vitest.config.ts"]) {
  cpSync(`${example}/${part}`, `${folder}/${part}`, { recursive: true });
}
const manifest = JSON.parse(readFileSync(`${example}/package.json`, "utf8"));
for (const name of Object.keys(manifest.dependencies)) {
  if (!name.startsWith("@tensorflow/")) continue;
  manifest.dependencies[name] = newestOf(name);
  console.log(`${name} ${manifest.dependencies[name]}`);
}
writeFileSync(`${folder}/package.json`, JSON.stringify(manifest, undefined, 2));
// A backend that is older than the core asks for a core of its own version.
run("npm", ["install", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--no-package-lock"]);
run("npx", ["vitest", "run", "--config", "vitest.config.ts", ...process.argv.slice(2)]);
