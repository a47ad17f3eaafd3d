// Prints the size of what users load, raw and compressed, and fails if it exceeds a limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** KiB, compressed, for each file together with the chunks that it shares with other entries. */
const LIMITS = {
  "lanewise.wasm": 76,
  "index.js": 35,
  "pool.js": 29,
  "pool-worker.js": 26,
  "stream.js": 11,
  "cli.js": 27,
  "embedded.js": 110,
};

/** A file and the chunks that it imports, directly or not. */
function loadedBy(file, seen = new Set([file])) {
  const text = file.endsWith(".js") ? readFileSync(`dist/${file}`, "utf8") : "";
  for (const [, name] of text.matchAll(/"\.\/(chunk-[^"]+)"/g)) {
    if (!seen.has(name)) loadedBy(name, seen.add(name));
  }
  return [...seen];
}

for (const [entry, limit] of Object.entries(LIMITS)) {
  const files = loadedBy(entry).map((file) => readFileSync(`dist/${file}`));
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  const compressed = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  const verdict = compressed > limit * 1024 ? `over the limit of ${limit} KiB` : `of ${limit} KiB`;
  console.log(`dist/${entry}: ${bytes} bytes, gzip ${compressed}, ${verdict}`);
  if (compressed > limit * 1024) process.exitCode = 1;
}
