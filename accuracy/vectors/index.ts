import { writeFileSync } from "node:fs";
import { files } from "./files.js";

/** Writes test/vectors/: a minute. */
for (const { name, text } of files) {
  console.log(`test/vectors/${name}`);
  writeFileSync(`test/vectors/${name}`, text());
}
