import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gelu } from "../../dist/index.js";
import { createPool } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";

/** The script of the workers, copied and bundled as tools do. */

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const script = `${dist}pool-worker.js`;
const x = uniform("f32", 40_000, 3) as Float32Array;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lanewise-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the script is one file without imports and without the kernels", async () => {
  const { metafile } = await build({ entryPoints: [script], bundle: true, write: false, metafile: true });
  expect(Object.values(metafile.inputs).map(({ imports }) => imports)).toEqual([[]]);
  expect(readFileSync(script, "utf8").match(/code:"[^"]/)).toBe(null);
  expect(readFileSync(script, "utf8")).toMatch(/code:""/);
});

test("package.json exports it", () => {
  expect(createRequire(`${dist}../package.json`).resolve("lanewise/pool-worker.js")).toBe(script);
});

test.each(["worker.mjs", "worker.cjs"])("a copy elsewhere runs as %s", async (name) => {
  copyFileSync(script, join(folder, name));
  const worker = () => new Worker(join(folder, name));
  await using pool = await createPool({ threads: 2, threshold: 0, worker });
  using ws = pool.workspace({ bytes: 2 ** 18 });
  expectSame(await pool.run(gelu, x), gelu(x));
  expectSame(await pool.run(gelu.derivative, ws.float32(x)), gelu.derivative(x));
});

test("the expression that bundlers look for is in the bundle, on the global name", () => {
  const scripts = readdirSync(dist).filter((file) => /^(pool|chunk-\w+)\.js$/.test(file));
  const texts = scripts.map((file) => readFileSync(dist + file, "utf8"));
  const [text, ...others] = texts.filter((each) =>
    each.includes('new Worker(new URL("./pool-worker.js", import.meta.url), { type: "module" })'),
  );
  expect(others).toEqual([]);
  expect(text).not.toMatch(/\b(const|let|var|class|function) Worker\b|\bas Worker\b/);
});

test("a bundle finds it in its own folder, and says so where it is missing", async () => {
  const contents = `
    import { gelu } from "${dist}index.js";
    import { createPool } from "${dist}pool.js";
    export async function run(x) {
      const pool = await createPool({ threads: 1, threshold: 0 });
      try { return await pool.run(gelu, x); } finally { await pool.close(); }
    }`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format: "esm",
    write: false,
  });
  const bundle = join(folder, "bundle.mjs");
  writeFileSync(bundle, outputFiles[0]!.contents);
  const { run } = (await import(/* @vite-ignore */ pathToFileURL(bundle).href)) as {
    run: (x: Float32Array) => Promise<Float32Array>;
  };
  await expect(run(x)).rejects.toThrow(
    /^createPool: "threads" expected to start, got Cannot find module .*; keep pool-worker\.js in the folder of the bundle/,
  );
  copyFileSync(script, join(folder, "pool-worker.js"));
  expectSame(await run(x), gelu(x));
});
