import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { behaviour } from "./behaviour.js";
import { pageChecks } from "./pages.js";
import { refusals } from "./refusals.js";
import { screenshots } from "./screenshots.js";
import { launch, serve } from "./support.js";

/** The built site in Chromium. */

const HELP = `npm run test:site -- [options]

  --only TEXT    only checks whose title has the text
  --screenshots  writes pictures of the pages to docs/images, and checks nothing
  --help         this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: "string" }, screenshots: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { origin, server } = await serve();
  const browser = await launch();
  try {
    if (values.screenshots) await screenshots(browser, origin);
    else await run(browser, origin, values.only ?? "");
  } finally {
    await browser.close();
    server.close();
  }
}

async function run(browser: Browser, origin: string, only: string): Promise<void> {
  const checks = Object.entries({ ...pageChecks, ...behaviour, ...refusals }).filter(([title]) => title.includes(only));
  let failed = 0;
  for (const [title, check] of checks) {
    const begin = performance.now();
    try {
      await check(browser, origin);
      console.log(`ok   ${title} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${title}\n${error instanceof Error ? error.stack : error}`);
    }
  }
  console.log(`Chromium ${browser.version()}: ${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
