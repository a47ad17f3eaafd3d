import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { type Outcome, Unavailable } from "./outcome.js";
import { type Serving, serve } from "./server.js";

const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TIMEOUT = 90_000;

export interface PageOptions extends Serving {
  /** The page, relative to the folder or the server. */
  readonly path?: string;
}

let launched: Promise<Browser> | undefined;

/** One browser for all cases. */
export function browser(): Promise<Browser> {
  if (!existsSync(PROGRAM)) {
    throw new Unavailable("Chromium is not installed: apt-get install chromium, or name its program in CHROMIUM");
  }
  launched ??= chromium.launch({
    executablePath: PROGRAM,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  return launched;
}

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
}

/** The outcome that a page leaves in `globalThis.outcome`; the page is in a folder, or at an address. */
export async function openPage(from: string, { path = "", ...serving }: PageOptions = {}): Promise<Outcome> {
  const server = from.startsWith("http") ? undefined : await serve(from, serving);
  const page = await (await browser()).newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await page.goto(new URL(path, server?.address ?? from).href);
    await page.waitForFunction(() => "outcome" in globalThis, undefined, { timeout: TIMEOUT });
    return await page.evaluate(() => (globalThis as unknown as { outcome: Outcome }).outcome);
  } catch (error) {
    throw new Error([String(error), ...errors].join("\n"));
  } finally {
    await page.close();
    await server?.stop();
  }
}
