import assert from "node:assert/strict";

import { type Check, notices, open, until } from "./support.js";

/** Broken links and browsers that lack something: pages say so in words, and show what they can. */

const NO_WASM = "delete window.WebAssembly";
const NO_SIMD = "WebAssembly.validate = () => false";
const NO_WORKER = "delete window.Worker";

export const refusals: Readonly<Record<string, Check>> = {
  async "an unknown function, a wrong parameter and a wrong interval in a link"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}index.html?f=gleu,elu(alpha=zero),swish(gamma=1)&x=7`);
    const words = await notices(page);
    assert.match(words, /There is no function “gleu”\. Did you mean gelu\?/);
    assert.match(words, /alpha=zero for elu, which it cannot have \(alpha must be a finite number\)/);
    assert.match(words, /gamma=1 for swish, which it cannot have \(its parameters: beta\)/);
    assert.match(words, /x=7, which this page does not know/);
    assert.deepEqual(await page.locator(".chip-name").allInnerTexts(), ["elu", "swish"]);
    await page.goto(`${origin}index.html?f=nonsense`);
    assert.match(await notices(page), /no function “nonsense”/);
    assert.equal(await page.locator(".chip-name").count(), 3);
    assert.deepEqual(faults, []);
    await page.close();
  },
  async "broken settings and results in links of the other pages"(browser, origin) {
    const cases = [
      ["dying.html?depth=99&rate=fast&f=relo", [/depth=99/, /rate=fast/, /f=relo.*Did you mean relu\?/]],
      ["flow.html?depth=-1&f=sigmoid,what", [/depth=-1/, /f=what/]],
      ["race.html?r=relu:1:x&size=3", [/result is broken/, /size=3/]],
      ["own.html?f=x+%2B&p=a:b&x=0", [/a:b/, /x=0/]],
      ["exactness.html?f=sine&x=&type=f16", [/f=sine/, /x=,/, /type=f16/]],
    ] as const;
    for (const [link, patterns] of cases) {
      const { page, faults } = await open(browser, origin + link);
      const words = await notices(page);
      for (const pattern of patterns) assert.match(words, pattern, link);
      assert.ok((await page.locator(".card").count()) > 0, link);
      assert.deepEqual(faults, [], link);
      await page.close();
    }
  },
  async "without WebAssembly, and without SIMD: words, pictures, formulas and recorded hashes"(browser, origin) {
    for (const [before, word] of [
      [NO_WASM, /no WebAssembly, or it is switched off/],
      [NO_SIMD, /no WebAssembly SIMD/],
    ] as const) {
      const { page, faults } = await open(browser, `${origin}index.html?f=gelu,mish`, { before });
      assert.match(await notices(page), word);
      assert.equal(await page.locator(".stills img").count(), 2);
      await until(page, "document.querySelector('.stills img').naturalWidth > 0");
      assert.match(await page.locator(".facts").innerText(), /erfc/);
      for (const name of ["dying", "flow", "race", "own", "exactness"]) {
        await page.goto(`${origin}${name}.html`);
        assert.match(await notices(page), word, name);
      }
      assert.ok((await page.locator(".hashes td").count()) > 100);
      assert.deepEqual(faults, []);
      await page.close();
    }
  },
  async "without workers: the page itself trains, races and hashes"(browser, origin) {
    const { page, faults } = await open(browser, `${origin}dying.html`, { before: NO_WORKER });
    await until(page, "+document.documentElement.dataset.steps > 3");
    assert.match(await notices(page), /No worker starts/);
    await page.goto(`${origin}race.html?f=relu`);
    await page.getByRole("button", { name: "Start the race" }).click();
    await until(page, "document.documentElement.dataset.race === 'done'");
    assert.match(await notices(page), /No worker starts/);
    assert.deepEqual(faults, []);
    await page.close();
  },
};
