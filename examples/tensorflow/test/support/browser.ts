import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, relative } from "node:path";
import { chromium, type Page } from "playwright-core";

const ROOT = join(import.meta.dirname, "../../../..");
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** The packages of TensorFlow.js, as pages reach them. */
export const PACKAGES = `/${relative(ROOT, join(import.meta.dirname, "../../node_modules/@tensorflow"))}`;

/** A page that loads TensorFlow.js by script elements, as without a bundler. */
const PAGE = `<!doctype html><title>lanewise</title>
<script src="${PACKAGES}/tfjs/dist/tf.min.js"></script>
<script src="${PACKAGES}/tfjs-backend-wasm/dist/tf-backend-wasm.min.js"></script>
<script type="module">import { register } from "/dist/tfjs.js"; globalThis.register = register;</script>`;

/** With these headers a page has shared memory, and TensorFlow.js takes its threaded build. */
const ISOLATION = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** The tests of Node are enough on a machine without a browser; CI installs it. */
export const hasChromium = existsSync(EXECUTABLE);

export interface Chromium {
  /** The page "isolated", or "open". */
  open(name: string): Promise<Page>;
  close(): Promise<void>;
}

export async function launchChromium(...flags: string[]): Promise<Chromium> {
  const server = createServer(async ({ url = "" }, response) => {
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
  const origin = `http://127.0.0.1:${typeof address === "object" ? address!.port : 0}`;
  const args = ["--no-sandbox", "--no-first-run", "--disable-background-networking", ...flags];
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args });
  return {
    async open(name) {
      const page = await browser.newPage();
      await page.goto(`${origin}/${name}.html`);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
