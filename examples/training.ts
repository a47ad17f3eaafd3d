/** An MLP on MNIST in plain loops, with activations and loss by lanewise: `npx tsx examples/training.ts DIR [EPOCHS]`. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { gelu, softmaxCrossEntropy, Workspace } from "lanewise";

const PIXELS = 28 * 28;
const SIZES = [PIXELS, 128, 64, 10];
const BATCH = 128;
const [folder = ".", epochs = "5"] = process.argv.slice(2);

/** The bytes of an IDX file, after its header of so many. */
const bytes = (name: string, header: number) => gunzipSync(readFileSync(`${folder}/${name}-ubyte.gz`)).subarray(header);
const read = (part: string) => ({
  x: Float32Array.from(bytes(`${part}-images-idx3`, 16), (byte) => byte / 255),
  labels: Int32Array.from(bytes(`${part}-labels-idx1`, 8)),
});
const [training, test] = [read("train"), read("t10k")];

using workspace = new Workspace({ bytes: 2 ** 25 });
const floats = (length: number) => workspace.float32(length);
let state = 1;
const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
const parameter = (n: number, bound: number) => {
  const w = floats(n).map(() => (2 * random() - 1) * bound);
  return { w, dw: floats(n), m: new Float32Array(n), v: new Float32Array(n) };
};
const layers = SIZES.slice(1).map((to, i) => {
  const from = SIZES[i]!;
  const arrays = { z: floats(BATCH * to), y: floats(BATCH * to), dz: floats(BATCH * to), dy: floats(BATCH * to) };
  return { from, to, weights: parameter(from * to, Math.sqrt(6 / (from + to))), bias: parameter(to, 0), ...arrays };
});

/** target[at…] += value·source[from…], `count` numbers. Most pixels are 0, and take no time. */
function add(target: Float32Array, at: number, value: number, source: Float32Array, from: number, count: number): void {
  if (value !== 0) for (let j = 0; j < count; j++) target[at + j]! += value * source[from + j]!;
}

/** The logits of some images. */
function forward(input: Float32Array, rows: number): Float32Array {
  let x = input;
  for (const [k, { from, to, weights, bias, z, y }] of layers.entries()) {
    for (let r = 0; r < rows; r++) {
      z.set(bias.w, r * to);
      for (let i = 0; i < from; i++) add(z, r * to, x[r * from + i]!, weights.w, i * to, to);
    }
    x = k < layers.length - 1 ? gelu(z, { out: y }) : z;
  }
  return x;
}

/** Fills the gradients of all parameters, from the logits of a batch back to its pixels. */
function backward(input: Float32Array, labels: Int32Array): void {
  const last = layers.at(-1)!;
  softmaxCrossEntropy.grad(last.z, labels, { shape: [BATCH, last.to], out: last.dz });
  for (let k = layers.length - 1; k >= 0; k--) {
    const { from, to, weights, bias, dz, dy, z } = layers[k]!;
    if (k < layers.length - 1) gelu.grad(z, dy, { out: dz });
    const x = layers[k - 1]?.y ?? input;
    const dx = layers[k - 1]?.dy;
    for (const { dw } of [weights, bias]) dw.fill(0);
    for (let r = 0; r < BATCH; r++) {
      add(bias.dw, 0, 1 / BATCH, dz, r * to, to);
      for (let i = 0; i < from; i++) {
        add(weights.dw, i * to, x[r * from + i]! / BATCH, dz, r * to, to);
        if (dx) dx[r * from + i] = 0;
        if (dx) for (let j = 0; j < to; j++) dx[r * from + i]! += weights.w[i * to + j]! * dz[r * to + j]!;
      }
    }
  }
}

/** A step of Adam. */
function update({ w, dw, m, v }: ReturnType<typeof parameter>, step: number): void {
  const rate = (0.001 * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  for (let i = 0; i < w.length; i++) {
    m[i] = 0.9 * m[i]! + 0.1 * dw[i]!;
    v[i] = 0.999 * v[i]! + 0.001 * dw[i]! ** 2;
    w[i]! -= (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-7);
  }
}

let step = 0;
for (let epoch = 1; epoch <= Number(epochs); epoch++) {
  const begin = performance.now();
  for (let at = 0; at + BATCH <= training.labels.length; at += BATCH) {
    const x = training.x.subarray(at * PIXELS, (at + BATCH) * PIXELS);
    forward(x, BATCH);
    backward(x, training.labels.subarray(at, at + BATCH));
    step++;
    for (const { weights, bias } of layers) for (const each of [weights, bias]) update(each, step);
  }
  const time = ((performance.now() - begin) / 1000).toFixed(2);
  const right = test.labels.filter((label, i) => {
    const [...logits] = forward(test.x.subarray(i * PIXELS, (i + 1) * PIXELS), 1).subarray(0, 10);
    return logits.indexOf(Math.max(...logits)) === label;
  });
  console.log(`epoch ${epoch}: accuracy ${(right.length / test.labels.length).toFixed(4)}, ${time} s`);
}
