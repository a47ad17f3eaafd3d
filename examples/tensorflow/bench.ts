/** Times of operations, gradients and models with and without lanewise: `npm run bench`; `-- --quick` for a short run. */

import { cpus } from "node:os";
import { compareModels } from "./bench/models.js";
import { compareOperations } from "./bench/operations.js";
import { readOptions } from "./support/command-line.js";
import { tf } from "./support/tensorflow.js";

const { quick, part } = readOptions({ part: "all" });
console.log(
  `TensorFlow.js ${tf.version.tfjs}, Node ${process.version}, V8 ${process.versions.v8}, ${cpus()[0]?.model}`,
);
console.log("Ratios of the least times of many turns, in which both take part: above 1 lanewise is faster.\n");
if (part !== "models") for (const backend of ["wasm", "cpu"]) await compareOperations(backend, quick);
if (part !== "operations") await compareModels(quick);
