import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import * as tf from "@tensorflow/tfjs-core";
import { FUNCTIONS, type Operations, type Tensor } from "../../../bench/peers/tensorflow-functions.js";
import { ROW } from "../../../catalogue/timing/inputs.js";
import type { Candidates } from "../../../catalogue/timing/measure.js";

/** TensorFlow.js with its wasm backend, on one thread, with the data in its own memory. */
export async function tensorflow() {
  setWasmPaths({
    "tfjs-backend-wasm.wasm": plain,
    "tfjs-backend-wasm-simd.wasm": simd,
    "tfjs-backend-wasm-threaded-simd.wasm": threaded,
  });
  setThreadsCount(1);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend("wasm");
  await tf.ready();
  const held: Tensor[] = [];
  return {
    candidate(name: string, values: ArrayLike<number>): Candidates {
      const compose = FUNCTIONS[name];
      if (!compose || name === "prelu") return {};
      const rows = values.length % ROW === 0 ? values.length / ROW : 1;
      const x: Tensor = tf.tensor2d(Float32Array.from(values), [rows, values.length / rows]) as unknown as Tensor;
      held.push(x);
      const operations = tf as unknown as Operations;
      return { tensorflow: () => tf.tidy(() => void compose(x, operations, undefined)) };
    },
    free(): void {
      for (const tensor of held.splice(0)) tensor.dispose();
    },
  };
}
