// Runs the published files in headless Chromium, as a page without a bundler loads them:
// the same bits as in Node, and a clear error where a content security policy forbids WebAssembly.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { chromium } from "playwright-core";
import * as lanewise from "../../dist/index.js";
import { digests } from "./digest.js";

const root = new URL("../..", import.meta.url);
const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
// Headers that a page needs for shared memory, and the scripts of its workers, too.
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const policies = { "/strict.html": "script-src 'self' 'unsafe-inline'" };

const server = createServer(async ({ url }, response) => {
  if (url.endsWith(".html")) {
    const policy = policies[url];
    response.writeHead(200, {
      "content-type": "text/html",
      ...(policy && { "content-security-policy": policy }),
      ...(url === "/isolated.html" && isolation),
    });
    response.end("<!doctype html><title>lanewise</title>");
    return;
  }
  try {
    const body = await readFile(new URL(`.${url}`, root));
    const type = types[extname(url)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, ...isolation }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const checks = {
  async "the same bits as in Node"(page) {
    await page.goto(`${origin}/open.html`);
    const got = await page.evaluate(async () => {
      const [library, { digests: run }] = await Promise.all([
        import("/dist/index.js"),
        import("/test/browser/digest.js"),
      ]);
      return run(library);
    });
    assert.deepEqual(got, digests(lanewise));
    assert.ok(Object.keys(got).length > 60);
  },
  async "init with a module that the page compiled"(page) {
    await page.goto(`${origin}/open.html`);
    const y = await page.evaluate(async () => {
      const { init, sigmoid } = await import("/dist/index.js");
      await init(WebAssembly.compileStreaming(fetch("/dist/lanewise.wasm")));
      return [...sigmoid(Float64Array.of(0))];
    });
    assert.deepEqual(y, [0.5]);
  },
  async "a stream of bytes, cut within values"(page) {
    await page.goto(`${origin}/open.html`);
    const got = await page.evaluate(async () => {
      const [{ gelu, softmax }, { activationStream }] = await Promise.all([
        import("/dist/index.js"),
        import("/dist/stream.js"),
      ]);
      const x = Float64Array.from({ length: 300_000 }, (_, i) => Math.sin(i) * 5);
      const parts = new TransformStream({
        transform(chunk, controller) {
          for (let at = 0; at < chunk.length; at += 9_973) controller.enqueue(chunk.subarray(at, at + 9_973));
        },
      });
      const { body } = new Response(x);
      const results = body
        .pipeThrough(parts)
        .pipeThrough(activationStream(gelu, { type: "f64" }))
        .pipeThrough(activationStream(softmax, { type: "f64", shape: [10] }));
      const y = new Float64Array(await new Response(results).arrayBuffer());
      const want = softmax(gelu(x), { shape: [30_000, 10] });
      return y.length === want.length && y.every((v, i) => v === want[i]);
    });
    assert.equal(got, true);
  },
  async "threads that share memory, the same bits"(page) {
    assert.deepEqual(await threads(page, "isolated"), { mode: "shared", different: [] });
  },
  async "threads without shared memory, the same bits"(page) {
    assert.deepEqual(await threads(page, "open"), { mode: "copy", different: [] });
  },
  async "a thread that ends is noticed and replaced"(page) {
    for (const name of ["isolated", "open"]) {
      await page.goto(`${origin}/${name}.html`);
      const got = await page.evaluate(async () => {
        const [library, pool, { losing }] = await Promise.all([
          import("/dist/index.js"),
          import("/dist/pool.js"),
          import("/test/browser/pool.js"),
        ]);
        return losing(library, pool);
      });
      console.log(`     ${name}: ${Math.round(got.milliseconds)} ms`);
      assert.equal(got.name, "PoolError");
      assert.match(got.message, /^mish: "pool" expected its threads to live/);
      assert.deepEqual([got.next, got.workers], [true, 3]);
    }
  },
  async "a policy without 'wasm-unsafe-eval'"(page) {
    await page.goto(`${origin}/strict.html`);
    const message = await page.evaluate(async () => {
      const { sigmoid } = await import("/dist/index.js");
      try {
        sigmoid(new Float32Array(1));
        return "no error";
      } catch (error) {
        return error.message;
      }
    });
    assert.match(message, /^sigmoid: "WebAssembly" expected .*'wasm-unsafe-eval'/);
  },
};

async function threads(page, name) {
  await page.goto(`${origin}/${name}.html`);
  const { compared, ...got } = await page.evaluate(async () => {
    const [library, pool, { compare }] = await Promise.all([
      import("/dist/index.js"),
      import("/dist/pool.js"),
      import("/test/browser/pool.js"),
    ]);
    return compare(library, pool);
  });
  assert.ok(compared > 100);
  return got;
}

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const page = await browser.newPage();
  try {
    await check(page);
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
  await page.close();
}
console.log(`Chromium ${browser.version()}: ${Object.keys(checks).length - failed} passed, ${failed} failed`);
await browser.close();
server.close();
process.exitCode = failed ? 1 : 0;
