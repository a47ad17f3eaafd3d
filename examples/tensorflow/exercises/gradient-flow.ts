import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lineChart } from "../support/chart.js";
import { printTable } from "../support/table.js";
import { type Lanewise, tf } from "../support/tensorflow.js";
import { network, spirals } from "./data.js";

const DEPTH = 10;

/** Exercise 4: how large the gradients of each layer's weights are; with sigmoid they vanish towards the input. */
export function gradientFlow({ layers }: Lanewise, out: string): void {
  console.log("\nExercise 4: the magnitude of the gradients of each layer's weights, before training\n");
  const { x, y } = spirals(200);
  const names = ["sigmoid", "tanh", "relu", "gelu", "selu"];
  const curves = names.map((name) => {
    const activate = () => layers.activation({ function: name });
    const initializer = (seed: number) => tf.initializers.glorotNormal({ seed });
    const model = network(new Array<number>(DEPTH).fill(32), activate, 0.1, initializer);
    const values = magnitudes(model, x, y);
    model.dispose();
    return { name, values };
  });
  printTable(
    ["layer", ...names],
    Array.from({ length: DEPTH }, (_, i) => [
      String(i + 1),
      ...curves.map(({ values }) => values[i]!.toExponential(1)),
    ]),
  );
  const file = join(out, "gradient-flow.svg");
  const axes = { title: "Mean |∂L/∂W| by layer", x: "layer, from the input on", y: "", logarithmic: true };
  writeFileSync(file, lineChart(curves, axes));
  console.log(`\n${file}: the same as a picture`);
  tf.dispose([x, y]);
}

/** The mean magnitude of the gradient of each hidden layer's kernel. */
function magnitudes(model: tf.Sequential, x: tf.Tensor2D, y: tf.Tensor2D): number[] {
  return tf.tidy(() => {
    const kernels = model.layers.flatMap(({ trainableWeights }) => trainableWeights.slice(0, 1)).slice(0, DEPTH);
    const variables = kernels.map((weight) => weight.read() as tf.Variable);
    const loss = () =>
      tf.tidy(() => {
        let signal: tf.Tensor = x;
        for (const layer of model.layers) signal = layer.apply(signal) as tf.Tensor;
        return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.log(tf.add(signal, 1e-9))), 1))) as tf.Scalar;
      });
    const { grads } = tf.variableGrads(loss, variables);
    return variables.map(({ name }) => tf.mean(tf.abs(grads[name]!)).dataSync()[0]!);
  });
}
