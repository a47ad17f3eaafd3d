import { gelu, softmax } from "lanewise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chromium, hasChromium, launchChromium, PACKAGES } from "./support/browser.js";
import { firstDifference } from "./support/setup.js";

describe.skipIf(!hasChromium)("Chromium", () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await launchChromium("--disable-gpu");
  });
  afterAll(() => chromium?.close());

  test.each([
    ["isolated", true],
    ["open", false],
  ] as const)("a page that is %s: zero-copy, with the bits of Node", async (name, threaded) => {
    const page = await chromium.open(name);
    const got = await page.evaluate(inPage, PACKAGES);
    await page.close();
    expect(got.shared).toBe(threaded);
    expect(got.leaked).toBe(0);
    const x = Float32Array.from(got.x);
    const ones = new Float32Array(x.length).fill(1);
    expect(firstDifference(got.gelu, gelu(x))).toBe(-1);
    expect(firstDifference(got.gradient, gelu.grad(x, ones))).toBe(-1);
    expect(firstDifference(got.softmax, softmax(x, { shape: [10, 100], axis: 0 }))).toBe(-1);
    expect(got.loss).toBeLessThan(0.69);
  });
});

interface Results {
  shared: boolean;
  leaked: number;
  x: number[];
  gelu: number[];
  gradient: number[];
  softmax: number[];
  loss: number;
}

/** Runs in the page: nothing here may refer to the file around it. */
async function inPage(packages: string): Promise<Results> {
  type Tf = typeof import("@tensorflow/tfjs");
  const { tf, register } = globalThis as unknown as {
    tf: Tf & { wasm: typeof import("@tensorflow/tfjs-backend-wasm") };
    register: typeof import("lanewise/tfjs").register;
  };
  tf.wasm.setWasmPaths(`${packages}/tfjs-backend-wasm/dist/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const { numTensors } = tf.memory();
  const { ops, unregister } = register(tf);
  const { wasm } = tf.backend() as unknown as {
    wasm: { asm?: { memory?: WebAssembly.Memory }; wasmMemory?: WebAssembly.Memory };
  };
  const { buffer } = (wasm.asm?.memory ?? wasm.wasmMemory)!;
  const x = Array.from({ length: 1000 }, (_, i) => Math.fround(Math.sin(i) * 6));
  const results = tf.tidy(() => {
    const t = tf.tensor2d(x, [10, 100]);
    return {
      gelu: [...ops.gelu(t).dataSync()] as number[],
      gradient: [
        ...tf
          .grad((v) => ops.gelu(v))(t)
          .dataSync(),
      ] as number[],
      softmax: [...ops.softmax(t, 0).dataSync()] as number[],
    };
  });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 8, activation: "gelu" as "relu", inputShape: [2] }),
      tf.layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
  const optimizer = tf.train.adam(0.05);
  model.compile({ optimizer, loss: "binaryCrossentropy" });
  const [input, target] = [
    tf.tensor2d([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    tf.tensor2d([[0], [1], [1], [0]]),
  ];
  const { history } = await model.fit(input, target, { epochs: 40, verbose: 0 });
  model.dispose();
  optimizer.dispose();
  tf.dispose([input, target]);
  unregister();
  const shared = typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
  return { ...results, shared, leaked: tf.memory().numTensors - numTensors, x, loss: history.loss!.at(-1) as number };
}
