// Gives the packed files the same permissions on every machine: npm packs them as the umask of the checkout left them.
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";

const { files, bin } = JSON.parse(readFileSync("package.json", "utf8"));
const programs = Object.values(bin).map((file) => file.replace("./", ""));

function settle(path) {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) settle(`${path}/${name}`);
  else chmodSync(path, programs.includes(path) ? 0o755 : 0o644);
}

for (const path of [...files, "package.json", "README.md", "LICENSE"]) settle(path);
