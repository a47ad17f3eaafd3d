import { register } from "lanewise/tfjs";
import { printTable } from "../support/table.js";
import { tf } from "../support/tensorflow.js";

type Op = (x: tf.Tensor) => tf.Tensor;

const sigma = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const SELU = [1.0507009873554805, 1.6732632423543772] as const;

/** f and f′ in float64, each with an error that is small next to a unit of float32. */
const EXACT: Readonly<Record<string, readonly [f: (x: number) => number, slope: (x: number) => number]>> = {
  tanh: [Math.tanh, (x) => 4 * sigma(2 * x) * sigma(-2 * x)],
  sigmoid: [sigma, (x) => sigma(x) * sigma(-x)],
  exp: [Math.exp, Math.exp],
  softplus: [(x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), sigma],
  elu: [(x) => (x > 0 ? x : Math.expm1(x)), (x) => (x > 0 ? 1 : Math.exp(x))],
  selu: [(x) => SELU[0] * (x > 0 ? x : SELU[1] * Math.expm1(x)), (x) => SELU[0] * (x > 0 ? 1 : SELU[1] * Math.exp(x))],
};

/** The largest errors of values and gradients in units in the last place, over numbers from −30 to 30. */
export async function compareErrors(backend: string): Promise<void> {
  await tf.setBackend(backend);
  const { ops, unregister } = register(tf, { replace: "none" });
  const x = tf.linspace(-30, 30, 2 ** 19 + 1);
  const points = x.dataSync();
  const rows = Object.entries(EXACT).map(([name, [f, slope]]) => {
    const theirs = tf[name as "tanh"] as Op;
    const ours = ops[name as "tanh"] as Op;
    const worst = (op: Op, exact: (x: number) => number) => {
      const got = tf.tidy(() => op(x).dataSync());
      return largestError(points, got, exact).toPrecision(3);
    };
    const gradients = [theirs, ours].map((op) => tf.grad((v) => op(v)));
    return [name, worst(theirs, f), worst(ours, f), worst(gradients[0]!, slope), worst(gradients[1]!, slope)];
  });
  console.log(`${backend}: largest errors in ULP, over ${points.length} numbers from −30 to 30`);
  printTable(["function", "TensorFlow.js", "lanewise", "its gradient", "ours"], rows);
  console.log("");
  x.dispose();
  unregister();
}

function largestError(points: ArrayLike<number>, got: ArrayLike<number>, exact: (x: number) => number): number {
  let largest = 0;
  for (let i = 0; i < points.length; i++) {
    const want = exact(points[i]!);
    const unit = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(want))), -126) - 23);
    largest = Math.max(largest, Math.abs(got[i]! - want) / unit);
  }
  return largest;
}
