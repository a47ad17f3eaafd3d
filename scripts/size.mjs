// Bytes of what users load, raw and compressed: fails where a limit is passed.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMITS = { "dist/lanewise.wasm": 68, "dist/index.js": 28, "dist/embedded.js": 104 };

for (const [file, limit] of Object.entries(LIMITS)) {
  const bytes = readFileSync(file);
  const compressed = gzipSync(bytes, { level: 9 }).length;
  const verdict = compressed > limit * 1024 ? `over the limit of ${limit} KiB` : `of ${limit} KiB`;
  console.log(`${file}: ${bytes.length} bytes, gzip ${compressed}, ${verdict}`);
  if (compressed > limit * 1024) process.exitCode = 1;
}
