import { printTable } from "../support/table.js";
import { type Lanewise, tf } from "../support/tensorflow.js";

type Op = (x: tf.Tensor) => tf.Tensor;

/** Exercise 1: how long activations take, as operations of TensorFlow.js and as ours. */
export function comparePerformance({ ops }: Lanewise, quick: boolean): void {
  console.log("Exercise 1: the time of activations, 256 rows of 1,024 numbers\n");
  const x = tf.randomNormal([256, 1024], 0, 2, "float32", 1);
  const composed: Readonly<Record<string, Op>> = {
    gelu: (v) => tf.mul(tf.mul(v, 0.5), tf.add(tf.erf(tf.mul(v, Math.SQRT1_2)), 1)),
    mish: (v) => tf.mul(v, tf.tanh(tf.softplus(v))),
    relu: (v) => tf.relu(v),
    silu: (v) => tf.mul(v, tf.sigmoid(v)),
    softmax: (v) => tf.softmax(v),
    softsign: (v) => tf.div(v, tf.add(tf.abs(v), 1)),
  };
  const rows = Object.entries(composed).map(([name, theirs]) => {
    const [a, b] = fastest([theirs, (v) => ops[name as "gelu"](v)], x, quick ? 5 : 40);
    return [name, `${a!.toFixed(2)} ms`, `${b!.toFixed(2)} ms`, `${(a! / b!).toFixed(1)} times`];
  });
  printTable(["function", "operations of TensorFlow.js", "ops of lanewise", "as fast"], rows);
  x.dispose();
}

/** The least time of each, in turns, so that all meet the same disturbances. */
function fastest(candidates: readonly Op[], x: tf.Tensor, turns: number): number[] {
  const least = candidates.map(() => Infinity);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, f] of candidates.entries()) {
      const begin = performance.now();
      tf.tidy(() => void f(x));
      least[i] = Math.min(least[i]!, performance.now() - begin);
    }
  }
  return least;
}
