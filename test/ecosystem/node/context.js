import { readFileSync } from "node:fs";
import { createContext, SourceTextModule } from "node:vm";

// The package in a bare context, with nothing but the language and WebAssembly, and lanewise/core there with a module that
// was compiled outside of it.

const dist = new URL("node_modules/lanewise/dist/", import.meta.url);

async function importInContext(entry) {
  const context = createContext({});
  const modules = new Map();
  const load = ({ href }) => {
    if (!modules.has(href)) {
      const text = readFileSync(new URL(href), "utf8");
      modules.set(href, new SourceTextModule(text, { context, identifier: href }));
    }
    return modules.get(href);
  };
  const main = load(new URL(entry, dist));
  await main.link((specifier, { identifier }) => load(new URL(specifier, identifier)));
  await main.evaluate();
  return main.namespace;
}

const { sigmoid } = await importInContext("index.js");
const core = await importInContext("core/index.js");
await core.init(WebAssembly.compile(readFileSync(new URL("lanewise.wasm", dist))));
const results = [sigmoid, core.sigmoid].map((f) => f(Float32Array.of(0))[0]);
if (results.some((y) => y !== 0.5)) throw new Error(`expected 0.5, got ${results}`);
