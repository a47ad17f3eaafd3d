import { printTable } from "../support/table.js";
import { type Lanewise, tf } from "../support/tensorflow.js";
import { network, spirals } from "./data.js";

/** x·tanh(softplus(x)), from operations that have gradients. */
class CustomMish extends tf.layers.Layer {
  static readonly className = "CustomMish";
  static lanewise: Lanewise;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { ops } = CustomMish.lanewise;
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      return tf.mul(x, ops.tanh(ops.softplus(x)));
    });
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}

/** Exercise 2: an activation of one's own, a layer of operations, next to the one that is there. */
export async function customActivation(lanewise: Lanewise, quick: boolean): Promise<void> {
  console.log("\nExercise 2: a custom activation, x·tanh(softplus(x)), and mish\n");
  CustomMish.lanewise = lanewise;
  tf.serialization.registerClass(CustomMish);
  const { x, y } = spirals(200);
  const candidates: Readonly<Record<string, () => tf.layers.Layer>> = {
    "a class": () => new CustomMish(),
    mish: () => lanewise.layers.activation({ function: "mish" }),
  };
  const rows: string[][] = [];
  for (const [name, activate] of Object.entries(candidates)) {
    const model = network([32, 32], activate, 0.3, (seed) => tf.initializers.glorotUniform({ seed }));
    const begin = performance.now();
    const { history } = await model.fit(x, y, { epochs: quick ? 5 : 150, batchSize: 64, shuffle: false, verbose: 0 });
    const [loss, accuracy] = [history.loss, history.acc].map((values) => (values as number[]).at(-1)!);
    rows.push([name, loss!.toFixed(4), accuracy!.toFixed(3), `${((performance.now() - begin) / 1000).toFixed(1)} s`]);
    model.dispose();
  }
  printTable(["activation", "loss", "accuracy", "time"], rows);
  tf.dispose([x, y]);
}
