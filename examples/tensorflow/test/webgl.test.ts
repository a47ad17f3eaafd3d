import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chromium, hasChromium, launchChromium } from "./support/browser.js";
import { type Case, casesOf, farFrom, type Outcome, tangent } from "./support/cases.js";

describe.skipIf(!hasChromium)("WebGL in Chromium, computed by the processor", () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await launchChromium("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader");
  });
  afterAll(() => chromium?.close());

  test("every function, its gradient, and a model that is trained", async () => {
    // The softplus of TensorFlow.js on WebGL is ∞ at NaN.
    const cases = casesOf().map((each) => ({ ...each, x: each.x.map((v) => (Number.isNaN(v) ? 0 : v)) }));
    const page = await chromium.open("open");
    const tangents = cases.map(({ dy }) => [...tangent(dy, 2 * dy.length)]);
    const got = await page.evaluate(inPage, { cases, tangents });
    await page.close();
    expect(got.backend).toBe("webgl");
    expect(farFrom(cases, got.outcomes, 1e-4)).toEqual([]);
    expect(got.losses.at(-1)).toBeLessThan(0.9 * got.losses[0]!);
    expect(got.leaked).toBe(0);
  });
});

interface Results {
  backend: string;
  outcomes: Outcome[];
  losses: number[];
  leaked: number;
}

/** Runs in the page: nothing here may refer to the file around it. */
async function inPage({ cases, tangents }: { cases: Case[]; tangents: number[][] }): Promise<Results> {
  type Tf = typeof import("@tensorflow/tfjs");
  const { tf, register } = globalThis as unknown as { tf: Tf; register: typeof import("lanewise/tfjs").register };
  await tf.setBackend("webgl");
  const { numTensors } = tf.memory();
  const { ops, unregister } = register(tf);
  type Op = (x: import("@tensorflow/tfjs").Tensor, options?: object) => import("@tensorflow/tfjs").Tensor;
  const outcomes = cases.map(({ name, options, shape, x }, i) =>
    tf.tidy(() => {
      const op = ops[name as "gelu"] as unknown as Op;
      const [t, y] = [tf.tensor(x, shape), op(tf.tensor(x, shape), options)];
      const dx = tf.grad((v) => op(v, options))(t, tf.tensor(tangents[i]!.slice(0, y.size), y.shape));
      return { y: [...y.dataSync()], dx: [...dx.dataSync()] };
    }),
  );
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 8, activation: "gelu" as "relu", inputShape: [2] }),
      tf.layers.dense({ units: 8, activation: "relu" }),
      tf.layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
  const optimizer = tf.train.adam(0.05);
  model.compile({ optimizer, loss: "binaryCrossentropy" });
  const corners = [0, 1].flatMap((a) => [0, 1].map((b) => [a, b]));
  const [input, target] = [tf.tensor2d(corners), tf.tensor2d(corners.map(([a, b]) => [a! ^ b!]))];
  const { history } = await model.fit(input, target, { epochs: 30, verbose: 0 });
  model.dispose();
  optimizer.dispose();
  tf.dispose([input, target]);
  unregister();
  const leaked = tf.memory().numTensors - numTensors;
  return { backend: tf.getBackend(), outcomes, losses: history.loss as number[], leaked };
}
