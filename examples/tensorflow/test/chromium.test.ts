import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";
import { gelu, softmax } from "lanewise";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstDifference } from "./support/setup.js";

const ROOT = join(import.meta.dirname, "../../..");
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PACKAGES = "/examples/tensorflow/node_modules/@tensorflow";

/** A page that loads TensorFlow.js by script elements, as without a bundler. */
const PAGE = `<!doctype html><title>lanewise</title>
<script src="${PACKAGES}/tfjs/dist/tf.min.js"></script>
<script src="${PACKAGES}/tfjs-backend-wasm/dist/tf-backend-wasm.min.js"></script>
<script type="module">import { register } from "/dist/tfjs.js"; globalThis.register = register;</script>`;

/** With these headers a page has shared memory, and TensorFlow.js takes its threaded build. */
const ISOLATION = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

let server: Server;
let browser: Browser;
let origin = "";

// The tests of Node are enough on a machine without a browser; CI installs it.
describe.skipIf(!existsSync(EXECUTABLE))("Chromium", () => {
  beforeAll(async () => {
    server = createServer(async ({ url = "" }, response) => {
      const isolation = url === "/open.html" ? {} : ISOLATION;
      if (url.endsWith(".html")) {
        response.writeHead(200, { "content-type": "text/html", ...isolation }).end(PAGE);
        return;
      }
      try {
        const body = await readFile(join(ROOT, url));
        response.writeHead(200, { "content-type": TYPES[extname(url)] ?? "application/octet-stream", ...isolation });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === "object" ? address!.port : 0}`;
    const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath: EXECUTABLE, args });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.each([
    ["isolated", true],
    ["open", false],
  ] as const)("a page that is %s: zero-copy, with the bits of Node", async (name, threaded) => {
    const page = await browser.newPage();
    await page.goto(`${origin}/${name}.html`);
    const got = await page.evaluate(inPage, PACKAGES);
    await page.close();
    expect(got.shared).toBe(threaded);
    expect(got.leaked).toBe(0);
    const x = Float32Array.from(got.x);
    const ones = new Float32Array(x.length).fill(1);
    expect(firstDifference(got.gelu, gelu(x))).toBe(-1);
    expect(firstDifference(got.gradient, gelu.grad(x, ones))).toBe(-1);
    expect(firstDifference(got.softmax, softmax(x, { shape: [10, 100], axis: 0 }))).toBe(-1);
    expect(got.loss).toBeLessThan(0.69);
  });
});

interface Results {
  shared: boolean;
  leaked: number;
  x: number[];
  gelu: number[];
  gradient: number[];
  softmax: number[];
  loss: number;
}

/** Runs in the page: nothing here may refer to the file around it. */
async function inPage(packages: string): Promise<Results> {
  type Tf = typeof import("@tensorflow/tfjs");
  const { tf, register } = globalThis as unknown as {
    tf: Tf & { wasm: typeof import("@tensorflow/tfjs-backend-wasm") };
    register: typeof import("lanewise/tfjs").register;
  };
  tf.wasm.setWasmPaths(`${packages}/tfjs-backend-wasm/dist/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const { numTensors } = tf.memory();
  const { ops, unregister } = register(tf);
  const { wasm } = tf.backend() as unknown as {
    wasm: { asm?: { memory?: WebAssembly.Memory }; wasmMemory?: WebAssembly.Memory };
  };
  const { buffer } = (wasm.asm?.memory ?? wasm.wasmMemory)!;
  const x = Array.from({ length: 1000 }, (_, i) => Math.fround(Math.sin(i) * 6));
  const results = tf.tidy(() => {
    const t = tf.tensor2d(x, [10, 100]);
    return {
      gelu: [...ops.gelu(t).dataSync()] as number[],
      gradient: [
        ...tf
          .grad((v) => ops.gelu(v))(t)
          .dataSync(),
      ] as number[],
      softmax: [...ops.softmax(t, 0).dataSync()] as number[],
    };
  });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 8, activation: "gelu" as "relu", inputShape: [2] }),
      tf.layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
  const optimizer = tf.train.adam(0.05);
  model.compile({ optimizer, loss: "binaryCrossentropy" });
  const [input, target] = [
    tf.tensor2d([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    tf.tensor2d([[0], [1], [1], [0]]),
  ];
  const { history } = await model.fit(input, target, { epochs: 40, verbose: 0 });
  model.dispose();
  optimizer.dispose();
  tf.dispose([input, target]);
  unregister();
  const shared = typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
  return { ...results, shared, leaked: tf.memory().numTensors - numTensors, x, loss: history.loss!.at(-1) as number };
}
