import { folderOf, installed, versionOf } from "./installed.js";
import type { Peer } from "./peer.js";
import { FUNCTIONS, type Operations, type Tensor } from "./tensorflow-functions.js";

/** TensorFlow.js, on its WebAssembly or JavaScript backend, both of which are synchronous. */

interface Core extends Operations {
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  getBackend(): string;
  tensor(values: Float32Array, shape?: readonly number[]): Tensor;
  tidy(body: () => Tensor): Tensor;
  grad(f: (x: Tensor) => Tensor): (x: Tensor, dy: Tensor) => Tensor;
}
interface Wasm {
  setWasmPaths(folder: string): void;
  setThreadsCount(threads: number): void;
}

export async function tensorflow(backend: "wasm" | "cpu"): Promise<Peer> {
  const tf = installed<Core>("@tensorflow/tfjs-core");
  installed("@tensorflow/tfjs-core/dist/register_all_gradients.js");
  tf.enableProdMode();
  const name = `@tensorflow/tfjs-backend-${backend}`;
  const library = installed<Wasm>(name);
  if (backend === "wasm") {
    library.setWasmPaths(`${folderOf(name)}/dist/`);
    library.setThreadsCount(1);
  }
  await tf.setBackend(backend);
  const begin = () => {
    // Only the first call, made above, has to be awaited.
    if (tf.getBackend() !== backend) void tf.setBackend(backend);
  };
  return {
    title: `TensorFlow.js ${backend} ${versionOf(name)}`,
    prepare: async (operands) => {
      const f = FUNCTIONS[operands.name];
      if (!f) return undefined;
      begin();
      const { shape } = operands;
      const x = tf.tensor(operands.x, shape);
      const alpha = operands.alpha && tf.tensor(operands.alpha);
      const dy = operands.dy && tf.tensor(operands.dy, shapeOf(operands.dy.length, operands.x.length, shape));
      const gradient = tf.grad((x) => f(x, tf, alpha));
      const compute = dy ? (x: Tensor) => gradient(x, dy) : (x: Tensor) => tf.tidy(() => f(x, tf, alpha));
      const values = (x: Tensor) => {
        const y = compute(x);
        const data = y.dataSync();
        y.dispose();
        return data;
      };
      return {
        begin,
        endToEnd: () => {
          const fresh = tf.tensor(operands.x, shape);
          const data = values(fresh);
          fresh.dispose();
          return data;
        },
        resident: () => compute(x).dispose(),
        residentResult: () => values(x),
        dispose: () => {
          for (const tensor of [x, alpha, dy]) tensor?.dispose();
        },
      };
    },
  };
}

/** The shape of a result of so many elements: the rows stay, the last dimension may change or vanish. */
function shapeOf(length: number, elements: number, shape: readonly number[]): readonly number[] {
  if (length === elements) return shape;
  const rows = shape.slice(0, -1);
  const columns = length / rows.reduce((product, size) => product * size, 1);
  return columns === 1 ? rows : [...rows, columns];
}
