import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

/** The built site under a path of its own, as a static host serves it, and Chromium. */

export const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const PATH = "/some/where/";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

export type Check = (browser: Browser, origin: string) => Promise<void>;

export async function serve(): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer(async ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    try {
      if (!pathname.startsWith(PATH)) throw new Error("outside of the site");
      const file = decodeURIComponent(pathname.slice(PATH.length)) || "index.html";
      const body = await readFile(DIST + file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`, server };
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
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

/** A page that keeps everything that should not happen. */
export interface Watched {
  readonly page: Page;
  readonly faults: string[];
  /** All that was loaded. */
  readonly requests: string[];
}

export interface Visit {
  readonly theme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** Runs before the page's own scripts. */
  readonly before?: string;
}

export async function open(browser: Browser, address: string, visit: Visit = {}): Promise<Watched> {
  const { theme = "light", width = 1280, height = 900, before } = visit;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  if (before) await page.addInitScript(before);
  await page.goto(address);
  return { page, faults, requests };
}

/** The state that a page shows to tests, in the data of its root. */
export const shown = (page: Page, name: string): Promise<string | undefined> =>
  page.evaluate((key) => document.documentElement.dataset[key], name);

export const until = (page: Page, condition: string): Promise<unknown> =>
  page.waitForFunction(condition, undefined, { timeout: 90_000 });

export const notices = (page: Page): Promise<string> => page.locator("#notices").innerText();
