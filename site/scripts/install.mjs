// Installs what the site needs when its lock file has changed, and links the package into it as users have it.
import { execFileSync } from "node:child_process";
import { existsSync, statSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL("..", import.meta.url));
const installed = `${site}node_modules/.package-lock.json`;
const changed = (file) => statSync(file).mtimeMs;

if (!existsSync(installed) || changed(installed) < changed(`${site}package-lock.json`)) {
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: site, stdio: "inherit" });
}
const link = `${site}node_modules/lanewise`;
if (!existsSync(link)) symlinkSync("../..", link, "junction");
