/** Calls that threads compute, compared with the same calls made directly; plain JavaScript, since a page imports it as it is. */

const LENGTH = 60_000;

/** The state of a pool, and which of its results differ from the results of direct calls. */
export async function compare(lanewise, { createPool }) {
  const pool = await createPool({ threads: 2, threshold: 0 });
  const ws = pool.workspace({ bytes: 2 ** 22 });
  const x = Float32Array.from({ length: LENGTH }, (_, i) => Math.sin(i * i) * 8);
  const inside = ws.float32(x);
  const out = ws.float32(LENGTH);
  const different = [];
  let compared = 0;
  const note = async (name, want, got) => {
    compared++;
    if (!same(want, await got)) different.push(name);
  };
  for (const [name, f] of Object.entries(lanewise)) {
    if (f.spec?.name !== name) continue;
    const { parameters = {} } = f.spec;
    const required = Object.keys(parameters).filter((key) => parameters[key].default === undefined);
    const values = Object.fromEntries(required.map((key) => [key, key === "pieces" ? 2 : 0.5]));
    const options = { ...values, ...(f.spec.gradient && !/rrelu|sigmoid/.test(name) && { shape: [60, 1000] }) };
    const others = OTHERS[name]?.(x) ?? [];
    const want = f(x, ...others, options);
    await note(name, want, pool.run(f, x, ...others, options));
    if (want.length === LENGTH) {
      await note(`${name}, in a Workspace`, want, pool.run(f, inside, ...others, { ...options, out }));
    }
    if (f.derivative) await note(`${name}.derivative`, f.derivative(x, options), pool.run(f.derivative, x, options));
  }
  ws.dispose();
  await pool.close();
  return { mode: pool.mode, different, compared };
}

const OTHERS = {
  prelu: () => [Float32Array.of(0.25)],
  softmaxCrossEntropy: () => [Int32Array.from({ length: 60 }, (_, i) => 13 * i)],
  sigmoidCrossEntropy: (x) => [x.map(Math.abs)],
};

/** The fate of a call whose thread ends, how soon, and of the next one. */
export async function losing({ gelu, mish }, { createPool }) {
  const workers = [];
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      workers.push(this);
    }
  };
  const pool = await createPool({ threads: 2, threshold: 0 });
  const x = new Float32Array(8_000_000).fill(0.5);
  const call = pool.run(mish, x).catch((error) => error);
  workers[0].terminate();
  const begin = performance.now();
  const error = await call;
  const milliseconds = performance.now() - begin;
  const next = same(await pool.run(gelu, x), gelu(x));
  await pool.close();
  globalThis.Worker = Worker;
  return { name: error.name, message: error.message, milliseconds, next, workers: workers.length };
}

function same(a, b) {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
