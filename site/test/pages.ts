import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { functions } from "../../catalogue/functions.js";
import { seriousFaults } from "./accessibility.js";

import { type Check, DIST, open } from "./support.js";

/** Checks of every page alike. */

export const PAGES = ["index", "race", "dying", "flow", "exactness", "own", "guides/index", "guides/batching"] as const;

const BUDGET = 150 * 1024;

async function loads(browser: Parameters<Check>[0], origin: string, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    const { page, faults, requests } = await open(browser, `${origin}${name}.html`, { theme });
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await seriousFaults(page), [], theme);
    assert.deepEqual(faults, []);
    const foreign = requests.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url));
    assert.deepEqual(foreign, [], "everything comes from the site itself");
    await page.close();
  }
}

export const pageChecks: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(
    PAGES.map((name): [string, Check] => [
      `${name}: no errors, nothing from elsewhere, accessible, light and dark`,
      (browser, origin) => loads(browser, origin, name),
    ]),
  ),
  async "the first page's JavaScript is at most 150 KiB, compressed"(browser, origin) {
    const { page, requests } = await open(browser, origin);
    await page.waitForLoadState("networkidle");
    const scripts = requests.filter((url) => url.endsWith(".js"));
    const bytes = scripts.reduce((sum, url) => sum + gzipSync(readFileSync(DIST + url.slice(origin.length))).length, 0);
    console.log(`     ${(bytes / 1024).toFixed(1)} KiB in ${scripts.length} files`);
    assert.ok(scripts.length > 0 && bytes <= BUDGET, `${bytes} bytes`);
    await page.close();
  },
  async "no page scrolls sideways on a phone"(browser, origin) {
    for (const name of PAGES) {
      const { page } = await open(browser, `${origin}${name}.html`, { width: 360, height: 740 });
      await page.waitForLoadState("networkidle");
      const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.equal(over, 0, name);
      await page.close();
    }
  },
  async "every link and file that a page names is there"() {
    const pages = [...files(""), ...files("guides/")];
    const broken = pages.flatMap((file) => {
      const html = readFileSync(DIST + file, "utf8");
      return [...html.matchAll(/ (?:href|src)="(?!https?:|data:|#)([^"#?]*)/g)]
        .map(([, target]) => join(dirname(file), target!))
        .filter((target) => !exists(target))
        .map((target) => `${file}: ${target}`);
    });
    assert.ok(pages.length > 10);
    assert.deepEqual(broken, []);
  },
  async "every function has a page in the reference"() {
    const missing = functions
      .map(({ spec }) => `api/variables/index.${spec.name}.html`)
      .filter((file) => !exists(file) || !readFileSync(DIST + file, "utf8").includes("Max error"));
    assert.deepEqual(missing, []);
  },
};

function files(folder: string): string[] {
  return readdirSync(DIST + folder)
    .filter((file) => file.endsWith(".html"))
    .map((file) => folder + file);
}

function exists(file: string): boolean {
  try {
    readFileSync(DIST + file);
    return true;
  } catch {
    return false;
  }
}
