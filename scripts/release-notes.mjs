// The changelog's section of a version: node scripts/release-notes.mjs v1.2.3
// Fails unless the tag, package.json and CHANGELOG.md name the same version.
import { readFileSync } from "node:fs";

const [, , tag = ""] = process.argv;
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const changelog = readFileSync("CHANGELOG.md", "utf8");
const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${version}]`));
if (tag !== `v${version}`) {
  console.error(`release-notes: expected the tag v${version} of package.json, got ${tag || "none"}`);
  process.exit(1);
}
if (!section) {
  console.error(`release-notes: expected a section [${version}] in CHANGELOG.md; rename [Unreleased]`);
  process.exit(1);
}
console.log(section.slice(section.indexOf("\n")).trim());
