import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lineChart } from "../support/chart.js";
import { printTable } from "../support/table.js";
import { type Lanewise, tf } from "../support/tensorflow.js";
import { network, spirals } from "./data.js";

const WIDTHS = [64, 64, 64];

/** Exercise 3: units of relu that are off for every input learn nothing more; units of leakyRelu are never off. */
export async function dyingRelu({ layers }: Lanewise, out: string, quick: boolean): Promise<void> {
  console.log("\nExercise 3: dead units, whose gradient is 0 for every input, when the steps are too large\n");
  const { x, y } = spirals(200);
  const epochs = quick ? 3 : 20;
  const curves: { name: string; values: number[] }[] = [];
  const rows: string[][] = [];
  for (const name of ["relu", "leakyRelu"]) {
    const activate = () => layers.activation({ function: name });
    const model = network(WIDTHS, activate, 1.5, (seed) => tf.initializers.heNormal({ seed }));
    const values: number[] = [];
    let shares: number[] = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      await model.fit(x, y, { epochs: 1, batchSize: 32, shuffle: false, verbose: 0 });
      shares = deadShares(model, x);
      values.push(shares.reduce((sum, share) => sum + share, 0) / shares.length);
    }
    curves.push({ name, values });
    rows.push([name, ...shares.map((share) => `${(100 * share).toFixed(0)} %`)]);
    model.dispose();
  }
  printTable(["activation", ...WIDTHS.map((_, i) => `layer ${i + 1}`)], rows);
  const file = join(out, "dying-relu.svg");
  writeFileSync(file, lineChart(curves, { title: "Share of dead units", x: "epoch", y: "share" }));
  console.log(`\n${file}: the share of dead units by epoch`);
  tf.dispose([x, y]);
}

/** For each activation layer, the share of units whose slope is 0 for all inputs. */
function deadShares(model: tf.Sequential, x: tf.Tensor2D): number[] {
  return tf.tidy(() => {
    let signal: tf.Tensor = x;
    const shares: number[] = [];
    for (const layer of model.layers.slice(0, -1)) {
      const before = signal;
      signal = layer.apply(before) as tf.Tensor;
      if (layer.countParams() > 0) continue;
      const slope = tf.grad((v) => layer.apply(v) as tf.Tensor)(before);
      shares.push(tf.mean(tf.equal(tf.max(tf.abs(slope), 0), 0).toFloat()).dataSync()[0]!);
    }
    return shares;
  });
}
