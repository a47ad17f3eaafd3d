import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { COMMON } from "../src/race/contest.js";

import { type Check, open, shown, until } from "./support.js";

/** Checks of single pages: what they are for. */

export const behaviour: Readonly<Record<string, Check>> = {
  async "functions: a link restores functions, parameters, derivatives and interval"(browser, origin) {
    const link = `${origin}index.html?f=swish(beta=2.5),relu(maxValue=4;negativeSlope=0.1),softmax&x=10&show=012`;
    const { page, faults } = await open(browser, link);
    assert.deepEqual(await page.locator(".chip-name").allInnerTexts(), ["swish", "relu", "softmax"]);
    assert.deepEqual(await page.locator(".chip output").allInnerTexts(), ["2.5", "4", "0.1", "0"]);
    assert.equal(await page.locator(".segments input:checked").count(), 4);
    assert.equal(page.url(), link);
    assert.match(await page.locator(".code").first().innerText(), /swish\(x, \{ beta: 2\.5 \}\)/);
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "functions: a slider moves the curve and the address, with the keyboard"(browser, origin) {
    const { page } = await open(browser, `${origin}index.html?f=elu`);
    const curve = page.locator(".plot-area svg > g path").last();
    await until(page, "document.querySelectorAll('.plot-area svg path').length >= 2");
    const before = await curve.getAttribute("d");
    await page.getByRole("slider", { name: "alpha" }).focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowRight");
    await until(page, "location.search.includes('alpha=')");
    await page.waitForTimeout(100);
    assert.notEqual(await curve.getAttribute("d"), before);
    await page.close();
  },
  async "functions: every function is drawn, in the overview and in the plot"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}index.html?f=identity`);
    await until(page, "[...document.querySelectorAll('.cell svg')].every((svg) => svg.childElementCount >= 3)");
    const cells = page.locator(".cell");
    for (let i = 0; i < (await cells.count()); i++) {
      if ((await cells.nth(i).getAttribute("aria-pressed")) === "false") await cells.nth(i).click();
      const name = await cells.nth(i).locator("b").innerText();
      const drawn = `[...document.querySelectorAll('.legend li')].some(({ textContent }) => textContent === '${name}')`;
      await until(page, drawn);
      assert.ok((await page.locator(".facts").innerText()).length > 20);
    }
    const empty = await page.locator(".cell svg path:last-of-type[d='']").count();
    assert.equal(empty, 0);
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "functions: dead and saturated zones are named, f′ at the kink and other frameworks' defaults are said"(
    browser,
    origin,
  ) {
    const { page } = await open(browser, `${origin}index.html?f=relu`);
    await page.locator(".plot-area text", { hasText: "f′ = 0: dead" }).waitFor();
    assert.match(await page.locator(".facts").innerText(), /f′\(0\) = 0/);
    await page.goto(`${origin}index.html?f=sigmoid&x=10`);
    assert.equal(await page.locator(".plot-area text", { hasText: "saturated" }).count(), 2);
    await page.goto(`${origin}index.html?f=leakyRelu`);
    assert.match(await page.locator(".names").innerText(), /= 0\.2[\s\S]*= 0\.3/);
    await page.close();
  },
  async "functions: SVG and PNG are files of their own"(browser, origin) {
    const { page } = await open(browser, `${origin}index.html?f=gelu`);
    const file = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name, exact: true }).click(),
      ]);
      return readFileSync(await download.path());
    };
    const svg = (await file("SVG")).toString();
    assert.match(svg, /^<svg [^>]*xmlns=/);
    assert.doesNotMatch(svg, /var\(/);
    assert.ok(svg.includes("<path"));
    assert.equal((await file("PNG")).subarray(1, 4).toString(), "PNG");
    await page.close();
  },
  async "race: numbers appear, and a link shows them elsewhere"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}race.html?f=relu,sigmoid`);
    await page.getByRole("button", { name: "Start the race" }).click();
    await until(page, "document.documentElement.dataset.race === 'done'");
    const speeds = await page.locator(".bar-line").allInnerTexts();
    assert.equal(speeds.length, 4);
    for (const text of speeds) assert.match(text, /\d×/);
    await page.evaluate(
      "Object.defineProperty(navigator, 'clipboard', { value: { writeText: (t) => { window.copied = t; } } })",
    );
    await page.getByRole("button", { name: "Copy as text" }).click();
    assert.match(String(await page.evaluate("window.copied")), /relu: Workspace \d/);
    await page.getByRole("button", { name: "Copy link" }).click();
    const link = String(await page.evaluate("window.copied"));
    const other = await open(browser, link);
    assert.equal(await shown(other.page, "rows"), "2");
    assert.deepEqual(await other.page.locator(".bar-line").allInnerTexts(), speeds);
    assert.deepEqual([...faults, ...other.faults], []);
    await page.close();
    await other.page.close();
  },
  async "race: TensorFlow.js joins when asked"(browser, origin) {
    assert.ok(COMMON.includes("relu"));
    const { page, faults, requests } = await open(browser, `${origin}race.html?f=relu`);
    assert.equal(requests.filter((url) => /tensorflow|tfjs/.test(url)).length, 0);
    await page.getByLabel(/with TensorFlow/).check();
    await page.getByRole("button", { name: "Start the race" }).click();
    await until(page, "document.documentElement.dataset.race === 'done'");
    assert.equal(await page.locator(".bar-line").count(), 3);
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "dying: units die with relu, and live with leakyRelu, which learns"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}dying.html`);
    await page.getByText("Fast", { exact: true }).click();
    await until(page, "+document.documentElement.dataset.dead >= 12 && +document.documentElement.dataset.steps > 100");
    assert.ok((await page.locator(".unit[data-dead]").count()) >= 12);
    assert.match(await page.locator(".verdict").innerText(), /Every unit of layer \d is dead/);
    await page.getByRole("button", { name: "leakyRelu" }).click();
    await until(page, "document.documentElement.dataset.dead === '0'");
    await until(page, "!document.querySelector('.unit[data-dead]')");
    await until(page, "+document.querySelector('.figures div:nth-child(2) dd').textContent < 0.3");
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "dying: a link restores the settings"(browser, origin) {
    const link = `${origin}dying.html?f=elu&data=spiral&depth=6&width=8&rate=0.05&bias=-0.5&seed=9`;
    const { page } = await open(browser, link);
    await until(page, "document.querySelectorAll('.unit').length === 48");
    assert.equal(await page.getByLabel("Activation").inputValue(), "elu");
    assert.deepEqual(await page.locator(".settings output").allInnerTexts(), ["0.05", "−0.5", "6"]);
    assert.equal(page.url(), link);
    await page.close();
  },
  async "flow: the gradient vanishes with sigmoid, and does not with relu, tanh and selu"(browser, origin) {
    for (const [name, vanishes] of [
      ["sigmoid", true],
      ["relu", false],
      ["tanh", false],
      ["selu", false],
    ] as const) {
      const { page, faults } = await open(browser, `${origin}flow.html?f=${name}&depth=12`);
      await until(page, "document.documentElement.dataset.first !== undefined");
      const ratio = Number(await shown(page, "first"));
      assert.equal(ratio < 1e-3, vanishes, `${name}: ${ratio}`);
      assert.deepEqual(faults, []);
      await page.close();
    }
  },
  async "flow: an activation for each layer, and SELU's mean and deviation"(browser, origin) {
    const { page } = await open(browser, `${origin}flow.html?f=selu,selu,tanh&depth=3`, { before: STILL });
    await until(page, "document.querySelectorAll('tbody tr').length === 3");
    assert.deepEqual(await page.locator("tbody td:nth-child(2)").allInnerTexts(), ["selu", "selu", "tanh"]);
    await page.goto(`${origin}flow.html?f=selu&depth=20&width=64`);
    await until(page, "document.querySelectorAll('tbody tr').length === 20");
    const cells = await page
      .locator("tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) => [...row.children].slice(2, 4).map((cell) => Number(cell.textContent?.replace("−", "-")))),
      );
    for (const [mean, deviation] of cells) {
      assert.ok(Math.abs(mean!) < 0.25 && deviation! > 0.75 && deviation! < 1.25, `${mean}, ${deviation}`);
    }
    await page.close();
  },
  async "exactness: ours keeps its bound where the formula fails"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}exactness.html`);
    for (const name of [
      "softplus overflows",
      "gelu’s tail",
      "log of softmax",
      "gradient of a saturated loss",
      "mish’s tail",
    ]) {
      await page.getByRole("button", { name }).click();
      await page.waitForTimeout(400);
      const [ours, naive] = [Number(await shown(page, "ours")), Number(await shown(page, "naive"))];
      assert.ok(ours <= 4 && naive > 1000, `${name}: ${ours} ULP, the formula ${naive} ULP`);
      const nearest = await shown(page, "nearest");
      // Losses and rows have no function there.
      const isThere = !/softmax|loss/.test(name);
      assert.ok(isThere ? Number(nearest) <= 0.5 : nearest === "undefined", `${name}, lanewise/exact: ${nearest} ULP`);
    }
    const x = page.getByLabel("x", { exact: true });
    await x.fill("six");
    await x.press("Enter");
    assert.match(await page.getByRole("alert").innerText(), /“six” is not a finite f32 number/);
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "exactness: this browser's hashes are the recorded ones"(browser, origin) {
    const { page } = await open(browser, `${origin}exactness.html`);
    await page.getByRole("button", { name: "Compute them here" }).click();
    await until(page, "document.documentElement.dataset.hashes !== undefined");
    assert.equal(await shown(page, "hashes"), "agree");
    const cells = await page.locator(".hashes td").count();
    assert.equal(await page.locator(".hashes td[data-same=true]").count(), cells);
    await page.close();
  },
  async "own: a formula is drawn, differentiated and timed, and a link restores it"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}own.html`);
    await page.getByLabel("f(x) =").fill("x * sigmoid(b * x)");
    assert.match(await page.getByRole("alert").innerText(), /got "b"/);
    assert.equal(await page.locator(".mistake mark").innerText(), "b");
    await page.getByRole("button", { name: "Make b a parameter" }).click();
    assert.equal(await shown(page, "formula"), "drawn");
    assert.match(await page.locator(".facts").innerText(), /sigmoid/);
    await until(page, "document.querySelectorAll('.plot-area svg > g path').length >= 2");
    assert.match(await page.locator(".code").innerText(), /own\.gradB\(x, dy\)/);
    await until(page, "document.querySelectorAll('.speed .bar-line').length === 6");
    const link = page.url();
    assert.match(link, /p=b:1/);
    const other = await open(browser, link);
    assert.equal(await other.page.getByLabel("f(x) =").inputValue(), "x * sigmoid(b * x)");
    assert.equal(await shown(other.page, "formula"), "drawn");
    for (const example of await other.page.locator(".card").first().getByRole("button").all()) {
      await example.click();
      assert.equal(await shown(other.page, "formula"), "drawn");
    }
    assert.deepEqual([...faults, ...other.faults], []);
    await page.close();
    await other.page.close();
  },
  async "guides: the search finds guides and functions"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}guides/index.html`);
    await page.getByRole("searchbox").fill("command line");
    await page.locator("#found a", { hasText: "The command line" }).first().waitFor();
    await page.getByRole("searchbox").fill("geluTanh");
    await page.locator("#found a", { hasText: "geluTanh" }).first().click();
    await page.waitForURL(/api\/variables\/index\.geluTanh\.html/);
    assert.match(await page.locator("h1").innerText(), /geluTanh/);
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "the theme is a choice that stays"(browser, origin) {
    const context = await browser.newContext({ colorScheme: "light" });
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByRole("button", { name: "Dark theme" }).click();
    assert.equal(await shown(page, "theme"), "dark");
    await page.goto(`${origin}race.html`);
    assert.equal(await shown(page, "theme"), "dark");
    await context.close();
  },
};

/** Nothing moves by itself: networks stay as they are before training. */
const STILL = `const media = matchMedia; matchMedia = (query) => query.includes("reduced-motion") ? { matches: true } : media(query)`;
