// The main thread of Chrome before version 115, which neither compiles nor instantiates more than 4 KB at once.
// Prints what each entry point does there, as JSON.
import { readFileSync } from "node:fs";

const LIMIT = 4096;
const { Module, Instance, compile } = WebAssembly;
const sizes = new WeakMap();

function refuse(what, size) {
  if (size <= LIMIT) return;
  throw new RangeError(`WebAssembly.${what} is disallowed on the main thread, if the buffer size is larger than 4KB.`);
}

WebAssembly.Module = class extends Module {
  constructor(bytes) {
    refuse("Compile", bytes.byteLength);
    super(bytes);
    sizes.set(this, bytes.byteLength);
  }
};
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    refuse("Instance", sizes.get(module));
    super(module, imports);
  }
};
WebAssembly.compile = async (bytes) => {
  const module = await compile(bytes);
  sizes.set(module, bytes.byteLength);
  return module;
};

const entry = (name) => import(new URL(`../../dist/${name}.js`, import.meta.url));
const file = (name) => readFileSync(new URL(`../../dist/${name}.wasm`, import.meta.url));
const x = Float32Array.of(-1, 2);

function attempt(call) {
  try {
    return Array.from(call());
  } catch ({ name, message }) {
    return `${name}: ${message}`;
  }
}

const results = {};
async function compare(name, call, init) {
  const before = attempt(call);
  await init();
  results[name] = { before, after: attempt(call) };
}

const main = await entry("index");
results.small = attempt(() => main.identity(x));
await compare(
  "main",
  () => main.gelu(x),
  () => main.init(),
);
const inside = new main.Workspace({ bytes: 64 }).float32(x);
results.workspace = attempt(() => main.gelu(inside, { out: inside }));

const exact = await entry("exact");
await compare(
  "exact",
  () => exact.softplus(x),
  () => exact.init(),
);

const { activation, init } = await entry("formula");
const own = activation("x * tanh(softplus(x))");
await compare("formula", () => own(x), init);

const core = await entry("core/index");
await compare(
  "core",
  () => core.gelu(x),
  () => core.init(WebAssembly.compile(file("lanewise"))),
);

const { createPool } = await entry("pool");
const pool = await createPool({ threads: 1, threshold: 0 });
results.pool = { thread: Array.from(await pool.run(main.mish, x)), direct: attempt(() => main.mish(x)) };
await pool.close();

console.log(JSON.stringify(results));
