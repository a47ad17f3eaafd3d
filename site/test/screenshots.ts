import { mkdirSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { open, until } from "./support.js";

/** Pictures of the pages for the README, light and dark, as WebP. */

const FOLDER = "docs/images";
const SIZE = { width: 1280, height: 860 };
const QUALITY = 0.82;

interface Shot {
  readonly name: string;
  readonly address: string;
  /** A condition that the page must reach. */
  readonly when: string;
  readonly press?: string;
}

const SHOTS: readonly Shot[] = [
  {
    name: "functions",
    address: "index.html?f=gelu,silu,relu,elu",
    when: "document.querySelectorAll('.plot-area svg path').length > 4",
  },
  {
    name: "race",
    address: "race.html",
    press: "Start the race",
    when: "document.documentElement.dataset.race === 'done'",
  },
  { name: "dying", address: "dying.html", when: "+document.documentElement.dataset.steps > 30" },
  {
    name: "flow",
    address: "flow.html?f=sigmoid&depth=16",
    when: "+document.documentElement.dataset.steps > 5",
  },
  {
    name: "exactness",
    address: "exactness.html?f=gelu&x=-6",
    when: "document.querySelectorAll('.bit-row').length > 4 && document.querySelectorAll('.plot-area svg path').length > 2",
  },
  {
    name: "own",
    address: "own.html",
    when: "document.querySelectorAll('.speed .bar-line').length === 6",
  },
];

export async function screenshots(browser: Browser, origin: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, address, when, press } of SHOTS) {
    for (const theme of ["light", "dark"] as const) {
      const { page } = await open(browser, origin + address, { theme, ...SIZE });
      if (press) await page.getByRole("button", { name: press }).click();
      await until(page, when);
      await page.waitForTimeout(300);
      const picture = await page.screenshot();
      const bytes = await page.evaluate(webp, { png: picture.toString("base64"), quality: QUALITY });
      const file = `${FOLDER}/${name}-${theme}.webp`;
      writeFileSync(file, Buffer.from(bytes, "base64"));
      console.log(`${file}: ${Math.round((bytes.length * 0.75) / 1024)} KiB`);
      await page.close();
    }
  }
}

/** Runs in the page, whose browser has the encoder. */
async function webp({ png, quality }: { readonly png: string; readonly quality: number }): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1] ?? "";
}
