import { tf } from "../support/tensorflow.js";

/** Points on two spirals that wind around each other: a task for some layers, without a file. */
export function spirals(perClass: number): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const points: number[][] = [];
  const classes: number[][] = [];
  for (let i = 0; i < perClass; i++) {
    const radius = i / perClass;
    const angle = 1.5 * Math.PI * radius;
    for (const side of [0, 1]) {
      const turned = angle + Math.PI * side;
      points.push([radius * Math.cos(turned), radius * Math.sin(turned)]);
      classes.push(side === 0 ? [1, 0] : [0, 1]);
    }
  }
  return { x: tf.tensor2d(points), y: tf.tensor2d(classes) };
}

/** An MLP whose weights are the same whenever it is made, with an activation that `activate` makes. */
export function network(
  widths: readonly number[],
  activate: () => tf.layers.Layer,
  learningRate: number,
  initializer: (seed: number) => ReturnType<typeof tf.initializers.zeros>,
): tf.Sequential {
  const model = tf.sequential();
  for (const [i, units] of widths.entries()) {
    const kernelInitializer = initializer(i + 1);
    model.add(tf.layers.dense({ units, kernelInitializer, ...(i === 0 && { inputShape: [2] }) }));
    model.add(activate());
  }
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 99 });
  model.add(tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer }));
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}
