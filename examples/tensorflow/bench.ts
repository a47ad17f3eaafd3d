/**
 * Times and errors of operations, gradients and models with and without lanewise: `npm run bench`; `-- --quick` for a
 * short run, `-- --part errors`, `operations` or `models` for one of them.
 */

import { cpus } from "node:os";
import { compareErrors } from "./bench/errors.js";
import { compareModels } from "./bench/models.js";
import { compareOperations } from "./bench/operations.js";
import { readOptions } from "./support/command-line.js";
import { tf } from "./support/tensorflow.js";

const { quick, part } = readOptions({ part: "all" });
console.log(
  `TensorFlow.js ${tf.version.tfjs}, Node ${process.version}, V8 ${process.versions.v8}, ${cpus()[0]?.model}`,
);
console.log("Ratios of the least times of many turns, in which both take part: above 1 lanewise is faster.\n");
const does = (name: string) => part === "all" || part === name;
for (const backend of ["wasm", "cpu"]) {
  if (does("errors")) await compareErrors(backend);
  if (does("operations")) await compareOperations(backend, quick);
}
if (does("models")) await compareModels(quick);
