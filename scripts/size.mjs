// Prints the size of what users load, raw and compressed. Fails if it exceeds a limit, or if docs/loading.md says another.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transformSync } from "esbuild";

/** KiB, compressed, for each file together with the chunks that it shares with other entries. */
const LIMITS = {
  "lanewise.wasm": 80,
  "exact.wasm": 22,
  "formula.wasm": 30,
  "index.js": 137,
  "pool.js": 29.5,
  "pool-worker.js": 34.5,
  "stream.js": 18.5,
  "exact.js": 162.5,
  "formula.js": 77.5,
  "tfjs.js": 24.75,
  "half.js": 6.2,
  "cli.js": 30,
};

/** Files that come on top of the main entry, minified, with the chunks that only they load. */
const ADDED = { "tfjs.js": 10.5 };

/** The same for bundles of these exports alone, minified, with their kernels. */
const BUNDLES = {
  relu: 14.5,
  sigmoid: 15.4,
  "softmax, softmaxCrossEntropy": 34,
  "*": 119,
};

/** Figures of docs/loading.md, in KB of 1,000 bytes. */
const DOCUMENTED = {
  "export { relu } from index.js": /`relu` takes (\d+) KB with its kernels/,
  "export { sigmoid } from index.js": /`sigmoid` (\d+) KB/,
  "export { softmax, softmaxCrossEntropy } from index.js": /`softmax` with its loss (\d+) KB/,
  "export * from index.js": /the whole package (\d+) KB/,
  "dist/lanewise.wasm": /all kernels as a file take (\d+) KB/,
  "dist/exact.wasm": /`lanewise\/exact` \((\d+) KB\)/,
  "dist/formula.wasm": /`lanewise\/formula` \((\d+) KB\)/,
  "export { init, sigmoid } from core/index.js": /without embedded kernels, (\d+) KB for one function/,
};
const loading = readFileSync("docs/loading.md", "utf8").replaceAll(/\s+/g, " ");

/** A file and the chunks that it imports, directly or not. */
function loadedBy(file, seen = new Set([file])) {
  const text = file.endsWith(".js") ? readFileSync(`dist/${file}`, "utf8") : "";
  for (const [, name] of text.matchAll(/(?:from|import) ?"\.\/((?:cli\/)?chunk-[^"]+)"/g)) {
    const chunk = join(dirname(file), name);
    if (!seen.has(chunk)) loadedBy(chunk, seen.add(chunk));
  }
  return [...seen];
}

for (const [entry, limit] of Object.entries(LIMITS)) {
  const files = loadedBy(entry).map((file) => readFileSync(`dist/${file}`));
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  const compressed = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  report(`dist/${entry}`, bytes, compressed, limit);
}

for (const [file, limit] of Object.entries(ADDED)) {
  const main = loadedBy("index.js");
  const own = loadedBy(file).filter((each) => !main.includes(each));
  const texts = own.map(
    (each) => transformSync(readFileSync(`dist/${each}`, "utf8"), { minify: true, format: "esm" }).code,
  );
  const compressed = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  report(`dist/${file} on top of index.js`, texts.join("").length, compressed, limit);
}

/** Without kernels, which are a file. */
const CORE = { "init, relu": 12.5, "init, sigmoid": 12.3 };

for (const [names, limit] of Object.entries(BUNDLES)) await reportBundle(names, "index.js", limit);
for (const [names, limit] of Object.entries(CORE)) await reportBundle(names, "core/index.js", limit);

async function reportBundle(names, entry, limit) {
  const exported = names === "*" ? "*" : `{ ${names} }`;
  const { outputFiles } = await build({
    stdin: { contents: `export ${exported} from "./${entry}";`, resolveDir: "dist" },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
    // Chunks of several entries import each other for their order alone.
    logLevel: "error",
  });
  const { contents } = outputFiles[0];
  report(`export ${exported} from ${entry}`, contents.length, gzipSync(contents, { level: 9 }).length, limit);
}

function report(what, bytes, compressed, limit) {
  const verdict = compressed > limit * 1024 ? `over the limit of ${limit} KiB` : `of ${limit} KiB`;
  console.log(`${what}: ${bytes} bytes, gzip ${compressed}, ${verdict}`);
  if (compressed > limit * 1024) process.exitCode = 1;
  const [, documented] = DOCUMENTED[what]?.exec(loading) ?? [];
  const kilobytes = Math.round(compressed / 1000);
  if (DOCUMENTED[what] && Number(documented) !== kilobytes) {
    console.log(`  docs/loading.md: expected ${kilobytes} KB, got ${documented}`);
    process.exitCode = 1;
  }
}
